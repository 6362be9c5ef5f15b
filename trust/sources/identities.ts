import { grouped } from "../grouped";
import { isDeepStrictEqual } from "node:util";

import type { Identity, Organization, Role } from "../organization";
import { unknown } from "../truth";
import type { Draft, IdentityData } from "./draft";
import { heldPolicies } from "./held";
import { sortedBy } from "./order";
import { saysTheSame, type Read, type Report } from "./reader";
import { anythingElse, uncertainHolders } from "./uncertain";

/** Puts roles and users together with the policies that they hold, each by itself and through groups. */
export function identitiesOf(
  draft: Draft,
  read: Read,
  report: Report,
): Pick<Organization, "roles" | "users"> {
  const { outside, open } = uncertainHolders(draft, report);
  const held = heldPolicies(draft, read, report);
  // Also of a policy that nobody holds it is told what is malformed in it.
  for (const { arn } of draft.managed) held.managed(arn);
  const identities = distinct([...draft.identities, ...outside], report);

  const identityOf = (data: IdentityData): Identity => ({
    arn: data.arn,
    account: data.account,
    name: data.name,
    ...(data.uniqueId !== undefined && { uniqueId: data.uniqueId }),
    policies: open.has(data.arn) ? [...held.by(data), anythingElse] : held.by(data),
    ...(data.boundary !== undefined && { boundary: held.managed(data.boundary) }),
    tags: data.tags,
  });
  const roleOf = (data: IdentityData): Role => ({
    ...identityOf(data),
    trust: read(data.trust, "trust", data.arn),
    ...(data.maxSessionSeconds !== undefined && { maxSessionSeconds: data.maxSessionSeconds }),
  });
  const ofKind = (kind: "role" | "user"): IdentityData[] => identities.filter((data) => data.kind === kind);
  return {
    roles: new Map(ofKind("role").map((data) => [data.arn, roleOf(data)])),
    users: new Map(ofKind("user").map((data) => [data.arn, identityOf(data)])),
  };
}

/** One for each ARN, in order; what two of an ARN differ in is not known. */
function distinct(identities: readonly IdentityData[], report: Report): IdentityData[] {
  for (const namesakes of grouped(identities, ({ key }) => key).values()) {
    const arns = sortedBy(new Set(namesakes.map(({ arn }) => arn)), (arn) => arn);
    const [first, ...others] = arns;
    if (first !== undefined && others.length > 0)
      report(first, `has the name of another one of its account: ${others.join(", ")}`);
  }
  const byArn = grouped(identities, ({ arn }) => arn);
  return sortedBy(byArn.entries(), ([arn]) => arn).map(([arn, same]) => {
    if (same.length > 1) report(arn, "is in the data more than once: what differs is not known");
    return same.reduce(common);
  });
}

/** What two descriptions of one role or user have in common. */
function common(one: IdentityData, other: IdentityData): IdentityData {
  const same = (key: keyof IdentityData): boolean => isDeepStrictEqual(one[key], other[key]);
  return {
    ...one,
    uniqueId: same("uniqueId") ? one.uniqueId : undefined,
    maxSessionSeconds: same("maxSessionSeconds") ? one.maxSessionSeconds : undefined,
    boundary: same("boundary") ? one.boundary : unknown,
    tags: same("tags") ? one.tags : unknown,
    trust: saysTheSame(one.trust, other.trust) ? one.trust : unknown,
  };
}
