import { decide } from "../../../trust/decide/decide";
import { decidedBy, type Decision } from "../../../trust/decide/decision";
import { accountOf, arnParts, iamEntity, isAccountId } from "../../../trust/documents/arn";
import { policy } from "../../../trust/documents/policy";
import { readDocument, type ReadDocument } from "../../../trust/documents/read";
import type { Organization, Role } from "../../../trust/organization";
import { sessionOfPods } from "../../../trust/reach/pods";
import type { Resource } from "../../../trust/sources/resources/context";
import type { Home } from "../../../trust/sources/resources/home";
import { unknown } from "../../../trust/truth";
import type { Binding, Settings } from "../../config/settings";

/** Whether the launcher gets a deploy role, and what decides it if it surely or possibly does not. */
export interface Admission {
  readonly outcome: Decision["outcome"];
  /** E.g. `the role's trust policy does not admit the caller`. */
  readonly words: string;
}

/**
 * Whether a deploy role's trust policy lets in the launcher, in the session that the pods of a binding get: one launcher
 * by one binding is enough. Guardrails and permissions are other rules' business, and taken to let it through.
 */
export function admissionOf(role: Resource, trust: ReadDocument, settings: Settings): Admission {
  const closest = closestOf(role.home, trust, settings);
  const { words = "there is no binding", place = undefined } = (closest && decidedBy(closest))?.verdict ?? {};
  return {
    outcome: closest?.outcome ?? "denied",
    words: place === undefined ? words : `${words}, in ${place}`,
  };
}

/** Whether a launcher surely gets a deploy role in the session that the pods of a binding get. */
export function getsIn(launcher: string, binding: Binding, { home }: Resource, trust: ReadDocument): boolean {
  return decisionsOf(launcher, binding, home, trust).some(({ outcome }) => outcome === "allowed");
}

/** The decision for the session that comes closest to being let in. */
function closestOf(home: Home, trust: ReadDocument, { launchers, bindings }: Settings): Decision | undefined {
  let closest: Decision | undefined;
  for (const launcher of launchers)
    for (const binding of bindings)
      for (const decision of decisionsOf(launcher, binding, home, trust)) {
        if (decision.outcome === "allowed") return decision;
        if (!closest || rank(decision) < rank(closest)) closest = decision;
      }
  return closest;
}

/** One decision for each region in which the cluster of a binding may be. */
function decisionsOf(
  launcher: string,
  binding: Binding,
  home: Home,
  trust: ReadDocument,
): readonly Decision[] {
  return regionsOf(home, trust).map((region) => decisionOf({ launcher, binding, region, home, trust }));
}

/** What comes closest to letting the launcher in says best what is missing. */
function rank({ actions }: Decision): number {
  const count = (outcome: Decision["outcome"]): number =>
    actions.filter((action) => action.outcome === outcome).length;
  return count("denied") * 10 + count("unknown");
}

/** Where clusters may be: settings do not say it, so that a region that the trust policy names is taken for right. */
function regionsOf({ region }: Home, { statements }: ReadDocument): readonly string[] {
  const conditions = statements === unknown ? [] : statements.map((statement) => statement.conditions);
  const values = conditions.flatMap((list) => (list === unknown ? [] : list.map((one) => one.values)));
  const named = values
    .flatMap((list) => (list === unknown ? [] : list))
    .flatMap((value) => /^arn:[^:]+:eks:([a-z0-9-]+):/.exec(value)?.[1] ?? []);
  return [...new Set([...named, region === unknown ? "us-east-1" : region])];
}

interface Asked {
  readonly launcher: string;
  readonly binding: Binding;
  readonly region: string;
  /** Where the deploy role is. */
  readonly home: Home;
  readonly trust: ReadDocument;
}

function decisionOf({ launcher, binding, region, home, trust }: Asked): Decision {
  const { cluster, namespace, serviceAccount } = binding;
  const [, partition = "aws", , , account = ""] = arnParts(launcher) ?? [];
  const caller = sessionOfPods({
    // Pod Identity has cluster and role in one account.
    clusterArn: `arn:${partition}:eks:${region}:${account}:cluster/${cluster}`,
    account,
    namespace,
    serviceAccount,
    role: launcher,
    disableSessionTags: false,
  });
  if (!caller) throw new Error("a binding without anything unknown has a session");
  // No condition key tells a trust policy the name of its own role, so that any name will do.
  const role = `arn:${home.partition}:iam::${isAccountId(home.account) ? home.account : account}:role/deploy-role`;
  const context = isAccountId(home.account) ? notKnownHere : notKnownUnpinned;
  return decide({ caller, role, context }, organizationOf(roleOf(launcher, unread), roleOf(role, trust)));
}

/** Keys that depend on the pod, or on the step of Octopus that asks. */
const notKnownHere = {
  "aws:PrincipalTag/kubernetes-pod-name": unknown,
  "aws:PrincipalTag/kubernetes-pod-uid": unknown,
  "sts:ExternalId": unknown,
  "sts:DurationSeconds": unknown,
  "sts:SourceIdentity": unknown,
} as const;

const notKnownUnpinned = { ...notKnownHere, "aws:ResourceAccount": unknown } as const;

const unread = readDocument(unknown, "trust");
const everything = policy({ Effect: "Allow", Action: "*", Resource: "*" });
const mayAll = [{ name: "everything", document: readDocument(everything, "permissions") }];

function roleOf(arn: string, trust: ReadDocument): Role {
  const name = iamEntity(arn)?.name ?? arn;
  return { arn, account: accountOf(arn), name, policies: mayAll, tags: unknown, trust };
}

/** Roles alone, with nothing that binds their accounts. */
function organizationOf(...roles: readonly Role[]): Organization {
  return {
    accounts: new Map(roles.map(({ account: id }) => [id, { id, isManagement: false, levels: [] }])),
    roles: new Map(roles.map((role) => [role.arn, role])),
    users: new Map(),
    podIdentities: [],
    compute: [],
    kubernetes: [],
    findings: [],
  };
}
