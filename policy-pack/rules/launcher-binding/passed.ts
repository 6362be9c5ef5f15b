import { iamEntity } from "../../../trust/documents/arn";
import { computeTypes } from "../../../trust/sources/resources/compute-types";
import type { Resource } from "../../../trust/sources/resources/context";
import { isFields, text } from "../../../trust/sources/resources/plain";
import { mayBeLauncher, roleItself, type NamedRole } from "../../named";
import type { Report } from "../../rule";
import { roleType } from "../../stack";
import { twoLines } from "../../words";
import type { View } from "./view";

const ownRole = "Give it a role of its own: only pods of the configured bindings get the launcher.";

/**
 * What is wrong with an instance profile: whatever runs on an instance would be the role in it.
 *
 * @param property that names the role, or a list with the one role that a profile may have
 */
export const inProfile = (property: string) =>
  function* (profile: Resource, { roles, isWhole }: View): Iterable<Report> {
    const names = [profile.props[property]].flat().filter((name) => text(name) !== undefined);
    for (const role of names.flatMap((name) => roles(name, property))) {
      // A profile names a role without its path: a role of this name that comes later may turn out to be another one.
      const isSure = isWhole || role.subject.role !== undefined;
      const isDeployRole = isSure && role.subject.isDeployRole === "yes";
      if (!mayBeLauncher(role) && !isDeployRole) continue;
      const but = isDeployRole ? ", and its trust policy must not let instances in" : "";
      yield {
        urn: profile.urn,
        message: twoLines(`${role.words} is put in an instance profile${but}.`, ownRole),
      };
    }
  };

/** What is wrong with what admits a role to a cluster. */
export function* admitted(entry: Resource, { roles }: View): Iterable<Report> {
  const { urn, props } = entry;
  for (const role of roles(props.principalArn, "principalArn")) {
    if (mayBeLauncher(role))
      yield {
        urn,
        message: twoLines(
          `${role.words} is given access to a cluster, where it could bind itself to more pods.`,
          "Give access to another role: the launcher assumes deploy roles and does nothing else.",
        ),
      };
  }
}

/** What is wrong with something that runs as a role, e.g. a function or a task. */
export function* running(resource: Resource, view: View): Iterable<Report> {
  for (const role of rolesOf(resource, view)) {
    if (mayBeLauncher(role))
      yield {
        urn: resource.urn,
        message: twoLines(`${role.words} is passed to a resource of the type ${resource.type}.`, ownRole),
      };
  }
}

/**
 * The roles that are known, or that come from roles of the stack. Of others nothing is said here: the launcher's trust
 * policy, which lets in no other service, is judged in any case.
 */
function rolesOf(resource: Resource, { roles, stack, settings }: View): readonly NamedRole[] {
  const found = Object.hasOwn(computeTypes, resource.type) ? computeTypes[resource.type] : undefined;
  if (!found) return mayRun(resource) ? rolesWithin(resource.props).flatMap((arn) => roles(arn, "")) : [];
  const named = stack.organizationOf([resource]).compute.map(({ role }) => role);
  const arns = named.filter((role) => typeof role === "string" && iamEntity(role) !== undefined);
  const isOpen = arns.length < named.length;
  const properties = new Set(found.roles.map((path) => path.split(".")[0] ?? path));
  const origins = [...properties]
    .flatMap((property) => resource.comesFrom[property] ?? [])
    .flatMap((urn) => stack.byUrn(urn) ?? [])
    .filter(({ type }) => type === roleType);
  return [
    ...arns.flatMap((arn) => roles(arn, "")),
    ...(isOpen ? origins.map((role) => roleItself(role, settings)) : []),
  ];
}

/** Types of AWS in no catalogue; of identities, organizations and clusters others say what their roles are for. */
function mayRun({ type }: Resource): boolean {
  return /^aws(-native)?:(?!(iam|organizations|eks)[:/])/.test(type);
}

/** The roles that stand in properties made for them, however deep. */
function rolesWithin(value: unknown, property = ""): readonly string[] {
  if (typeof value === "string")
    return /role|credentials/i.test(property) && iamEntity(value)?.kind === "role" ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => rolesWithin(item, property));
  return isFields(value) ? Object.entries(value).flatMap(([key, item]) => rolesWithin(item, key)) : [];
}
