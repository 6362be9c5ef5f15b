import type { AssumeRequest, Caller } from "../../../../../trust/decide/request";
import type { ConditionBlock, Statement } from "../../../../../trust/documents/policy";
import type { Account, Level, Role } from "../../../../../trust/organization";
import { ask } from "../asking";
import {
  allowing,
  deploy,
  identity,
  ids,
  launcher,
  member,
  named,
  organization,
  role,
  roleArn,
  trusting,
  userArn,
} from "../model";

const linked = roleArn("tooling", "aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS");
const github = `arn:aws:iam::${ids.dev}:oidc-provider/token.actions.githubusercontent.com`;
const cluster = `arn:aws:eks:us-east-1:${ids.tooling}:cluster/octopus-cluster`;

/** Whoever asks: of an account with service control policies, or of none. */
const callers = {
  launcher: { kind: "session", role: launcher, name: "octopus" },
  other: { kind: "session", role: roleArn("tooling", "Launcher"), name: "octopus" },
  user: { kind: "user", arn: userArn("tooling", "ada") },
  management: { kind: "session", role: roleArn("management", "Admin"), name: "ops" },
  stranger: { kind: "session", role: roleArn("outside", "Stranger"), name: "x1" },
  linked: { kind: "session", role: linked, name: "eks" },
  pods: {
    kind: "service",
    service: "pods.eks.amazonaws.com",
    sourceAccount: ids.tooling,
    sourceArn: cluster,
  },
  podsOfStrangers: {
    kind: "service",
    service: "pods.eks.amazonaws.com",
    sourceAccount: ids.outside,
    sourceArn: cluster.replace(ids.tooling, ids.outside),
  },
  podsOfWhom: { kind: "service", service: "pods.eks.amazonaws.com" },
  github: { kind: "webIdentity", provider: github, claims: { sub: ["repo:shop/web:ref:refs/heads/main"] } },
} as const satisfies Record<string, Caller>;

export const deny = (statement: Partial<Statement>): Statement => ({
  Effect: "Deny",
  Action: "sts:*",
  Resource: "*",
  ...statement,
});
/** What denies everything of sts under a condition. */
export const under = (Condition: ConditionBlock): Partial<Statement> => ({ Condition });

/** Who asks (the launcher), and the guardrails: an SCP of the callers' account and an RCP of the role's. */
export interface Setup extends Partial<Omit<AssumeRequest, "caller">> {
  readonly by?: keyof typeof callers;
  readonly scp?: Partial<Statement>;
  readonly rcp?: Partial<Statement>;
  /** The levels of the callers' account, each with the statements of its only service control policy. */
  readonly levels?: readonly (readonly Statement[])[];
  readonly accounts?: readonly Account[];
}

/** Everybody may ask for any role, and every role lets everybody in. */
export function told({ by = "launcher", scp, rcp, levels, accounts = [], ...request }: Setup): string {
  const scpsOf = scp ? { ou: [named("ours", "scp", deny(scp))] } : {};
  const rcpsOf = rcp ? { root: [named("ours", "rcp", deny({ Principal: "*", ...rcp }))] } : {};
  const tooling = member(ids.tooling, scpsOf);
  const own = levels?.map((statements, i): Level => ({
    target: `level ${i}`,
    scps: [named(`scp ${i}`, "scp", ...statements)],
  }));
  const open = (arn: string): Role => ({
    ...role(arn, "*", { policies: [allowing()] }),
    ...trusting({ Principal: { AWS: "*", Service: "pods.eks.amazonaws.com", Federated: github } }),
  });
  const sessions = Object.values(callers).flatMap((caller) =>
    caller.kind === "session" ? open(caller.role) : [],
  );
  const model = organization({
    accounts: [own ? { ...tooling, levels: own } : tooling, member(ids.dev, {}, rcpsOf), ...accounts],
    roles: [...sessions, open(deploy)],
    users: [identity(callers.user.arn, { policies: [allowing()] })],
  });
  return ask({ caller: callers[by], ...request }, model);
}
