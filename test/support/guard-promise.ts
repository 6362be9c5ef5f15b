import { list, type PolicyDocument } from "../../trust/documents/policy";
import { denies, type Request } from "./denies";
import type { Kind, Stored, StoredRole } from "./stored-guardrails";

/** What holds in an organization at every moment. It is written down by the test, not computed by what is tested. */
export interface Promised {
  /** ARN of the launcher. */
  readonly launcher: string;
  /** Path and name of the provisioning role, e.g. `octopus/provisioning/OctolaunchProvisioner`. */
  readonly provisioner: string;
  /** Ids of accounts whose people may assume no deploy role. Those that hold one are always among them. */
  readonly guarded: readonly string[];
  /** While guardrails are tried out: only what is in the guarded accounts is guarded. */
  readonly testing?: boolean;
  /** ARNs of roles outside of the deploy path that are guarded as well. */
  readonly otherRoles?: readonly string[];
  /** Ids of what policies of ours may be attached to, and nothing else. */
  readonly targets: Readonly<Record<Kind, readonly string[]>>;
}

const assumeActions = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:SetSourceIdentity",
  "sts:TagSession",
];
const podTags = ["eks-cluster-arn", "kubernetes-namespace", "kubernetes-service-account"];

type Context = NonNullable<Request["context"]>;

/** A role or root user of an account. */
const person = (arn: string): Context => ({
  "aws:PrincipalArn": arn,
  "aws:PrincipalIsAWSService": "false",
});
const administrator = (account: string): Context => person(`arn:aws:iam::${account}:role/Administrator`);
const service: Context = { "aws:PrincipalIsAWSService": "true" };
/** SAML and web identity: neither an ARN nor a service. */
const federated: Context = { "aws:FederatedProvider": "accounts.example.com" };

/** In a session of a pod, whose tags it hands on. */
const launcherSession = (launcher: string): Context => ({
  ...person(launcher),
  "aws:PrincipalTag/kubernetes-namespace": "octopus",
  "aws:TagKeys": podTags,
});

/**
 * What does not hold of a promise, in words; nothing when all of it holds.
 *
 * @param stored what AWS has at a moment
 */
export function broken(promised: Promised, stored: Stored): string[] {
  const { deployRoles, launcher } = stored;
  const guarded = new Set(promised.guarded);
  if (!promised.testing) for (const { account } of deployRoles) guarded.add(account);
  const roles = [...deployRoles.map(({ arn }) => arn), ...(promised.otherRoles ?? [])];
  return [
    ...roles.filter((arn) => guarded.has(accountOf(arn))).flatMap((arn) => open(promised, stored, arn)),
    ...[...guarded].flatMap((account) => roles.flatMap((arn) => free(promised, stored, arn, account))),
    ...(launcher && guarded.has(launcher.account) ? launcherOpen(stored, launcher) : []),
    ...deployRoles.flatMap((role) => lockedOut(promised, stored, role)),
    ...strays(promised, stored),
    ...closed(stored),
  ];
}

/** Whether RCPs leave a deploy role to others, or keep the launcher from it. */
function open({ launcher }: Promised, stored: Stored, arn: string): string[] {
  const account = accountOf(arn);
  const attempts: readonly (readonly [who: string, context: Context])[] = [
    ["an administrator of its account", administrator(account)],
    ["an outsider", administrator("888888888888")],
    ["an AWS service", service],
    ["a web identity", federated],
  ];
  const rcps = policiesOver(stored, "rcp", account);
  return [
    ...attempts.flatMap(([who, context]) =>
      assumeActions
        .filter((action) => denies(rcps, { action, resource: arn, context }) === undefined)
        .map((action) => `no RCP denies ${who} ${action} on ${arn}`),
    ),
    ...denialsOf(rcps, arn, launcherSession(launcher), ["sts:AssumeRole", "sts:TagSession"]).map(
      (denial) => `an RCP denies the launcher ${denial}`,
    ),
  ];
}

/** Whether SCPs leave a deploy role to people of an account, or keep launcher and provisioning from it. */
function free({ launcher, provisioner }: Promised, stored: Stored, arn: string, account: string): string[] {
  const scps = policiesOver(stored, "scp", account);
  const people = [administrator(account), person(`arn:aws:iam::${account}:root`)];
  const forbidden = ["sts:AssumeRole", "sts:TagSession"];
  // Nobody changes a role in another account.
  const changes =
    accountOf(arn) === account ? ["iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:DeleteRole"] : [];
  const provisioning = person(`arn:aws:iam::${account}:role/${provisioner}`);
  return [
    ...people.flatMap((context) =>
      [...forbidden, ...changes]
        .filter((action) => denies(scps, { action, resource: arn, context }) === undefined)
        .map((action) => `no SCP denies ${String(context["aws:PrincipalArn"])} ${action} on ${arn}`),
    ),
    ...(accountOf(launcher) === account
      ? denialsOf(scps, arn, launcherSession(launcher), forbidden).map(
          (denial) => `an SCP denies the launcher ${denial}`,
        )
      : []),
    ...denialsOf(scps, arn, provisioning, changes).map(
      (denial) => `an SCP denies the provisioning role ${denial}`,
    ),
  ];
}

/** Whether anybody but EKS becomes the launcher or passes for a pod, or EKS cannot hand the launcher out. */
function launcherOpen(stored: Stored, { arn, account }: StoredRole): string[] {
  const rcps = policiesOver(stored, "rcp", account);
  const forged = { ...administrator(account), "aws:TagKeys": podTags };
  const resource = `arn:aws:iam::${account}:role/Any`;
  return [
    ...[administrator(account), administrator("888888888888"), federated]
      .filter((context) => denies(rcps, { action: "sts:AssumeRole", resource: arn, context }) === undefined)
      .map(
        (context) => `no RCP denies ${String(context["aws:PrincipalArn"] ?? "a web identity")} the launcher`,
      ),
    ...(denies(rcps, { action: "sts:TagSession", resource, context: forged }) === undefined
      ? [`no RCP denies an administrator of ${account} the tags of a pod`]
      : []),
    ...denialsOf(rcps, arn, { ...service, "aws:TagKeys": podTags }, ["sts:AssumeRole", "sts:TagSession"]).map(
      (denial) => `an RCP denies EKS ${denial}`,
    ),
  ];
}

/** Whether launcher or role have let go of each other while the role exists. */
function lockedOut({ launcher: arn }: Promised, { launcher }: Stored, role: StoredRole): string[] {
  const actions = ["sts:AssumeRole", "sts:TagSession"];
  const statements = launcher?.permissions.flatMap(({ Statement }) => Statement) ?? [];
  const missing = actions.filter(
    (action) =>
      !statements.some(
        ({ Effect, Action, Resource, Condition }) =>
          Effect === "Allow" &&
          !Condition &&
          list(Action).includes(action) &&
          list(Resource).includes(role.arn),
      ),
  );
  const trusts = role.trust.Statement.some(
    ({ Principal }) => typeof Principal === "object" && list(Principal.AWS).includes(arn),
  );
  return [
    ...missing.map((action) => `the launcher is not allowed ${action} on ${role.arn}`),
    ...(trusts ? [] : [`${role.arn} does not trust the launcher`]),
  ];
}

/** Policies that are attached to what they are not meant for. */
function strays({ targets }: Promised, { policies }: Stored): string[] {
  return policies
    .filter(({ awsManaged }) => !awsManaged)
    .flatMap(({ name, kind, targets: attached }) =>
      attached.filter((id) => !targets[kind].includes(id)).map((id) => `${name} is attached to ${id}`),
    );
}

/** Where AWS's own policy is missing, nobody may do anything. */
function closed({ parents, policies }: Stored): string[] {
  return (["scp", "rcp"] as const).flatMap((kind) => {
    const everything = policies.filter((policy) => policy.awsManaged && policy.kind === kind);
    return Object.keys(parents)
      .filter((id) => !everything.some(({ targets }) => targets.includes(id)))
      .map((id) => `nothing is allowed in ${id}, where no ${kind.toUpperCase()} of AWS is attached`);
  });
}

/** Documents of the policies that bind an account: attached to it or above it. */
function policiesOver({ parents, policies }: Stored, kind: Kind, account: string): readonly PolicyDocument[] {
  const levels = new Set<string>();
  for (let id: string | undefined = account; id; id = parents[id]) levels.add(id);
  return policies
    .filter((policy) => policy.kind === kind && !policy.awsManaged)
    .filter(({ targets }) => targets.some((id) => levels.has(id)))
    .map(({ document }) => document);
}

function denialsOf(
  documents: readonly PolicyDocument[],
  resource: string,
  context: Context,
  actions: readonly string[],
): string[] {
  return actions.flatMap((action) => {
    const sid = denies(documents, { action, resource, context });
    return sid === undefined ? [] : `${action} on ${resource} (${sid})`;
  });
}

function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

/** What settles when all runs are done: our policies are attached to exactly what they are meant for. */
export function unsettled({ targets }: Promised, { policies }: Stored): string[] {
  return policies
    .filter(({ awsManaged }) => !awsManaged)
    .flatMap(({ name, kind, targets: attached }) =>
      targets[kind].filter((id) => !attached.includes(id)).map((id) => `${name} is not attached to ${id}`),
    );
}
