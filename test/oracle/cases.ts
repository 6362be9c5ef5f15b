import { policy, type PolicyDocument, type Statement } from "../../trust/documents/policy";
import type { OracleAnswer, OracleQuestion } from "./oracle";

/** A page of AWS's documentation to what it says. */
export type Documented = Readonly<Record<string, readonly Case[]>>;
export type Case = readonly [title: string, expected: OracleAnswer, asked: OracleQuestion];

export const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

export const launcher = "arn:aws:iam::123456789012:role/OctoLauncherRole";
export const session = "arn:aws:sts::123456789012:assumed-role/OctoLauncherRole/octopus";
export const deployRole = "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole";
export const provider = "arn:aws:iam::111111111111:oidc-provider/octopus.example.com";

/** A policy of one statement that allows to assume any role, unless `statement` says otherwise. */
export function permission(statement: Partial<Statement> = {}): PolicyDocument {
  return policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*", ...statement });
}

/** A trust policy of one statement that lets the launcher in, unless `statement` says otherwise. */
export function trust(statement: Partial<Statement> = {}): PolicyDocument {
  return policy({ Effect: "Allow", Principal: { AWS: launcher }, Action: "sts:AssumeRole", ...statement });
}

/** The launcher assumes a role of another account, and everything lets it, unless `changes` say otherwise. */
export function question(changes: Partial<OracleQuestion> = {}): OracleQuestion {
  return {
    action: "sts:AssumeRole",
    resource: deployRole,
    caller: { AWS: launcher },
    context: { "aws:PrincipalArn": [launcher] },
    identity: [permission()],
    trust: trust(),
    scps: [],
    rcps: [],
    ...changes,
  };
}

/** The same, where the trust policy has a condition and the request a context. */
export function under(
  operator: string,
  key: string,
  values: string | readonly string[],
  context: OracleQuestion["context"],
): OracleQuestion {
  return question({ context, trust: trust({ Condition: { [operator]: { [key]: values } } }) });
}
