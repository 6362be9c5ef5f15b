import type { PolicyDocument } from "../../../trust/documents/policy";
import type { MembershipFacts } from "../facts";
import { parsedPolicy } from "../iam/documents";

/** What is attached at one level of an account's path; each level must let a request pass. */
export interface Guardrail {
  readonly kind: "service control policy" | "resource control policy";
  /** E.g. `account 111111111111`. */
  readonly target: string;
  readonly policies: readonly { readonly name: string; readonly document: PolicyDocument }[];
}

interface Party {
  /** The role's or user's own ARN. */
  readonly arn: string;
  /** Null for an account outside of the organization. */
  readonly membership: MembershipFacts | null;
}

/**
 * The guardrails that bind a caller who asks for a role. SCPs bind the principals of member accounts, RCPs everybody
 * who asks for a role of a member account, services and strangers too; neither binds service-linked roles.
 *
 * @param caller undefined for a service of AWS
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function guardrailsOf(caller: Party | undefined, role: Party): readonly Guardrail[] {
  if (caller && isServiceLinked(caller.arn)) return [];
  return [
    ...levels(caller?.membership, "SERVICE_CONTROL_POLICY"),
    ...(isServiceLinked(role.arn) ? [] : levels(role.membership, "RESOURCE_CONTROL_POLICY")),
  ];
}

const kinds = {
  SERVICE_CONTROL_POLICY: "service control policy",
  RESOURCE_CONTROL_POLICY: "resource control policy",
} as const;

function levels(membership: MembershipFacts | null | undefined, type: keyof typeof kinds): Guardrail[] {
  if (!membership || membership.isManagement || !membership.policyTypes.includes(type)) return [];
  return membership.path.map((level) => ({
    kind: kinds[type],
    target: targetOf(level),
    policies: level.policies
      .filter((policy) => policy.type === type)
      .map(({ name, content }) => ({ name, document: parsedPolicy(content) })),
  }));
}

function targetOf({ id, name, type }: MembershipFacts["path"][number]): string {
  if (type === "ROOT") return "the root of the organization";
  return type === "ACCOUNT" ? `account ${id}` : `the organizational unit ${name}`;
}

function isServiceLinked(arn: string): boolean {
  return /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\//.test(arn);
}
