import type { Statement } from "../../trust/documents/policy";
import {
  deployRoleName,
  ids,
  launcherArn,
  resource,
  type AccountName,
  type Given,
  type GivenProvider,
} from "./resources";

/** Trust policies and roles with them, for tests. */

export type Fields = Readonly<Record<string, unknown>>;

export const clusterArn = `arn:aws:eks:us-east-1:${ids.tooling}:cluster/octopus-cluster`;

/** The statement of a deploy role's trust policy, with some elements changed; `undefined` leaves one out. */
export function letsIn(changes: Fields = {}): Fields {
  const statement: Statement = {
    Sid: "Launcher",
    Effect: "Allow",
    Principal: { AWS: launcherArn },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  };
  return { ...statement, ...changes };
}

/** Has a statement let in the pods of one binding alone, e.g. `letsIn(ofServer)`. */
export const ofServer: Fields = {
  Condition: {
    StringEquals: {
      "aws:PrincipalTag/kubernetes-namespace": "octopus",
      "aws:PrincipalTag/kubernetes-service-account": "octopus-server",
    },
  },
};

/** A trust policy as JSON text, e.g. `trustOf(letsIn())`. */
export function trustOf(...statements: readonly Fields[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A deploy role of the sample organization, e.g. `deployRole("dev", trustOf(letsIn()))`. */
export function deployRole(
  account: "tooling" | "dev" | "staging" | "prod",
  assumeRolePolicy: unknown,
  where: AccountName | GivenProvider = account,
): Given {
  return role(deployRoleName(account), assumeRolePolicy, where, "/octopus/deploy/");
}

/** Any role. */
export function role(
  name: unknown,
  assumeRolePolicy: unknown,
  where: AccountName | GivenProvider = "dev",
  path: unknown = "/",
): Given {
  const logicalName = typeof name === "string" ? name : "role";
  return resource("aws:iam/role:Role", logicalName, { name, path, assumeRolePolicy }, where);
}
