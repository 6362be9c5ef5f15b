import type { Identity, Role } from "../../../trust/organization";
import { nameOf } from "../../../trust/reach/graph";
import { whoReaches } from "../../../trust/reach/reach";
import { worldOf } from "../../../trust/reach/world";
import { readDocument } from "../../../trust/documents/read";
import { iamArn } from "../../../trust/sources/resources/identities";
import { unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import type { Stack } from "../../stack";
import { roleType, subjectOf } from "../../subjects";
import type { Path } from "./path";

/**
 * The proven paths from deploy roles into other roles of their stack, one for each deploy role: roles that trust it, or
 * that it may pass to a service that they trust, and what runs as them already.
 *
 * @param deployRoles each with the policies that count
 * @returns by ARN of the deploy role
 */
export function neighboursOf(
  deployRoles: readonly Identity[],
  stack: Stack,
  settings: Settings,
): ReadonlyMap<string, Path> {
  if (deployRoles.length === 0) return new Map();
  const others = stack
    .ofType(roleType)
    .filter((role) => {
      const { isDeployRole, isOidcRole } = subjectOf(role, settings);
      return isDeployRole === "no" && isOidcRole === "no";
    })
    .map((role) => iamArn(role, "role"));
  if (others.length === 0) return new Map();
  const { organization } = stack;
  const trustless = readDocument(unknown, "trust");
  const judged = deployRoles.map((identity): [string, Role] => [
    identity.arn,
    { ...identity, trust: organization.roles.get(identity.arn)?.trust ?? trustless },
  ]);
  // What nobody knows here, such as an SCP, must not make a doubt of what permissions open.
  const world = worldOf({
    ...organization,
    accounts: new Map(),
    roles: new Map([...organization.roles, ...judged]),
  });
  const isJudged = new Set(judged.map(([arn]) => arn));
  return new Map(
    whoReaches(world, others).flatMap(({ from, certainty, path: [step] }): [string, Path][] =>
      certainty === "proven" && from.kind === "principal" && isJudged.has(from.arn) && step
        ? [
            [
              from.arn,
              {
                kind: "neighbour",
                truth: "yes",
                what: `act as ${nameOf(step.to)}`,
                actions: [],
                how: step.how,
              },
            ],
          ]
        : [],
    ),
  );
}
