import type { Compute } from "../../organization";
import { computeTypes } from "./compute-types";
import type { Context, Resource } from "./context";
import { text } from "./plain";
import { profileRolesAt, rolesAt } from "./roles";

/** What a resource runs as: one entry for each role; none for a resource that runs as no role. */
export function computeOf(resource: Resource, context: Context): readonly Compute[] {
  const found = Object.hasOwn(computeTypes, resource.type) ? computeTypes[resource.type] : undefined;
  if (!found) return [];
  const roles = new Set([
    ...found.roles.flatMap((path) => rolesAt(resource, path, context)),
    ...(found.profiles ?? []).flatMap((path) => profileRolesAt(resource, path, context)),
  ]);
  const arn = text(resource.props.arn);
  return [...roles].map((role) => ({
    type: found.type,
    arn: typeof arn === "string" ? arn : resource.urn,
    account: resource.home.account,
    role,
  }));
}
