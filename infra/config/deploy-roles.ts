import type { DeployRole, Organization } from "./model";

/** The deploy roles of every environment, the tooling environment's first. */
export function allDeployRoles({
  tooling,
  environments,
}: Pick<Organization, "tooling" | "environments">): readonly DeployRole[] {
  return [tooling, ...environments].flatMap(({ deployRoles }) => deployRoles);
}
