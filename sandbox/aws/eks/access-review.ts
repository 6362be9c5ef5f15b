import { accessPolicies, type AccessRule } from "./access-policies";
import type { ClusterRecord, EntryRecord } from "./state";

/** What a `SubjectAccessReview` of authorization.k8s.io/v1 asks. */
export interface AccessQuestion {
  readonly user?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly resourceAttributes?: {
    readonly namespace?: string;
    readonly verb?: string;
    readonly group?: string;
    readonly resource?: string;
    readonly subresource?: string;
  };
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
}

interface Status {
  readonly allowed: boolean;
  readonly reason?: string;
}

/**
 * Answers the API server of a cluster what somebody may do whom RBAC does not allow it: a principal of IAM may do what
 * the access policies of its entry say. About everybody else there is no opinion.
 */
export function reviewAccess(review: { readonly spec?: AccessQuestion }, record: ClusterRecord): object {
  const principal = review.spec?.extra?.canonicalArn?.[0];
  const entry = principal === undefined ? undefined : record.entries.get(principal);
  const status: Status = entry ? decide(review.spec ?? {}, entry) : { allowed: false };
  return { apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", status };
}

function decide(question: AccessQuestion, { policies }: EntryRecord): Status {
  const asked = question.resourceAttributes;
  const unknown: string[] = [];
  for (const { policyArn = "", accessScope } of policies.values()) {
    const name = policyArn.split("/").pop() ?? "";
    const rules = accessPolicies[name];
    if (rules === undefined) {
      unknown.push(name);
      continue;
    }
    const everywhere = accessScope?.type === "cluster";
    if (!everywhere && !accessScope?.namespaces?.some((one) => inNamespace(one, asked?.namespace))) continue;
    const allowed = asked
      ? rules.some((rule) => covers(rule, asked))
      : rules.some(({ groups, verbs }) => groups.includes("*") && verbs.includes("*"));
    if (allowed) return { allowed: true, reason: `EKS access policy ${name}` };
  }
  if (unknown.length === 0) return { allowed: false };
  return { allowed: false, reason: `the sandbox does not know the permissions of ${unknown.join(", ")}` };
}

/** A scope's namespace may end with `*`. */
function inNamespace(scope: string, namespace: string | undefined): boolean {
  if (!namespace) return false;
  return scope.endsWith("*") ? namespace.startsWith(scope.slice(0, -1)) : scope === namespace;
}

function covers(rule: AccessRule, asked: NonNullable<AccessQuestion["resourceAttributes"]>): boolean {
  const { group = "", resource = "", subresource, verb = "" } = asked;
  const full = subresource ? `${resource}/${subresource}` : resource;
  const has = (list: readonly string[], value: string): boolean => list.includes("*") || list.includes(value);
  return has(rule.groups, group) && has(rule.resources, full) && has(rule.verbs, verb);
}
