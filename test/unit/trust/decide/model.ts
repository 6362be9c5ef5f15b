import { policy, type Statement } from "../../../../trust/documents/policy";
import { readDocument } from "../../../../trust/documents/read";
import type {
  Account,
  Identity,
  Level,
  NamedDocument,
  Organization,
  Role,
} from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";

export const ids = {
  tooling: "123456789012",
  dev: "111111111111",
  prod: "333333333333",
  management: "999999999999",
  outside: "777777777777",
};

export const roleArn = (account: keyof typeof ids, name: string): string =>
  `arn:aws:iam::${ids[account]}:role/${name}`;
export const userArn = (account: keyof typeof ids, name: string): string =>
  `arn:aws:iam::${ids[account]}:user/${name}`;

export const launcher = roleArn("tooling", "octopus/Launcher");
export const deploy = roleArn("dev", "octopus/deploy/Deploy");

type Kind = "permissions" | "scp" | "rcp";

/** A policy by its name, with these statements. */
export const named = (name: string, kind: Kind, ...statements: Statement[]): NamedDocument => ({
  name,
  document: readDocument(policy(...statements), kind),
});

/** A policy that nobody could read. */
export const secret = (name: string): NamedDocument => ({
  name,
  document: readDocument(unknown, "permissions"),
});

/** A policy of an identity, which allows to assume any role, unless `statement` says otherwise. */
export const allowing = (statement: Partial<Statement> = {}, name = "own"): NamedDocument =>
  named(name, "permissions", { Effect: "Allow", Action: "sts:*", Resource: "*", ...statement });

export function identity(arn: string, more: Partial<Identity> = {}): Identity {
  const account = arn.split(":")[4] ?? "";
  return { arn, account, name: arn.split("/").pop() ?? "", policies: [], tags: new Map(), ...more };
}

/** A role with a trust policy of one statement for all actions, which lets in whoever `AWS` names. */
export function role(arn: string, AWS: string | readonly string[], more: Partial<Role> = {}): Role {
  return { ...identity(arn), ...trusting({ Principal: { AWS } }), ...more };
}

/** A trust policy of these statements, which allow everything, each unless it says otherwise. */
export function trusting(...statements: Partial<Statement>[]): Pick<Role, "trust"> {
  const whole = statements.map((one): Statement => ({ Effect: "Allow", Action: "sts:*", ...one }));
  return { trust: readDocument(policy(...whole), "trust") };
}

const full = {
  scp: named("FullAWSAccess", "scp", { Effect: "Allow", Action: "*", Resource: "*" }),
  rcp: named("RCPFullAWSAccess", "rcp", { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }),
};

/** The guardrails at the levels of an account, beside those that allow everything. */
export type At = Partial<Record<"root" | "ou" | "account", readonly NamedDocument[]>>;

/** A member account in one OU. */
export function member(id: string, scps: At = {}, rcps: At = {}): Account {
  const level = (target: string, place: keyof At): Level => ({
    target,
    scps: [full.scp, ...(scps[place] ?? [])],
    rcps: [full.rcp, ...(rcps[place] ?? [])],
  });
  return {
    id,
    isManagement: false,
    levels: [level("the root", "root"), level("OU Workloads", "ou"), level(`account ${id}`, "account")],
  };
}

/** An organization of these accounts, roles and users. */
export function organization(parts: {
  readonly accounts?: readonly Account[];
  readonly roles?: readonly Role[];
  readonly users?: readonly Identity[];
  readonly id?: string;
}): Organization {
  const accounts = new Map(
    [ids.tooling, ids.dev, ids.prod, ids.management].map((id): [string, Account] => [
      id,
      { ...member(id), isManagement: id === ids.management },
    ]),
  );
  accounts.set(ids.outside, { id: ids.outside, isManagement: false, levels: [] });
  for (const account of parts.accounts ?? []) accounts.set(account.id, account);
  return {
    id: "o-exampleorg",
    ...parts,
    accounts,
    roles: new Map(parts.roles?.map((one) => [one.arn, one])),
    users: new Map(parts.users?.map((one) => [one.arn, one])),
    podIdentities: [],
    compute: [],
    kubernetes: [],
    findings: [],
  };
}
