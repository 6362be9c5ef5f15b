import { isAccountId } from "../../documents/arn";

import { unknown, type Unknown } from "../../truth";
import { originsOf, type Context, type Resource } from "./context";
import { iamArn, typeOf } from "./identities";
import { fromJson, isFields, items, text } from "./plain";

/** The ARN of a role by its ARN or its name, with or without a path before it. */
export function roleByName(nameOrArn: string, { home }: Resource, { byName }: Context): string {
  if (nameOrArn.startsWith("arn:")) return nameOrArn;
  const name = nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
  const role = byName(typeOf.role, home.account, name);
  if (role) return iamArn(role, "role");
  return isAccountId(home.account)
    ? `arn:${home.partition}:iam::${home.account}:role/${nameOrArn}`
    : `role ${name} of ${home.account}`;
}

/**
 * The roles that a property names, each by its ARN.
 *
 * @param path e.g. `role` or `instanceConfiguration.instanceRoleArn`
 */
export function rolesAt(resource: Resource, path: string, context: Context): readonly (string | Unknown)[] {
  return namesAt(resource, path, typeOf.role, (role) => iamArn(role, "role"), context).map((name) =>
    name === unknown ? unknown : roleByName(name, resource, context),
  );
}

const profileType = "aws:iam/instanceProfile:InstanceProfile";

/** The roles of the instance profiles that a property names. */
export function profileRolesAt(
  resource: Resource,
  path: string,
  context: Context,
): readonly (string | Unknown)[] {
  return namesAt(resource, path, profileType, ({ urn }) => urn, context).flatMap((name) => {
    if (name === unknown) return [unknown];
    const plainName = name.slice(name.lastIndexOf("/") + 1);
    const profile = context.byUrn.get(name) ?? context.byName(profileType, resource.home.account, plainName);
    return profile ? rolesAt(profile, "role", context) : [unknown];
  });
}

/** Texts at a path; what is not known there is what the one resource of the type that it comes from is called. */
function namesAt(
  resource: Resource,
  path: string,
  type: string,
  called: (origin: Resource) => string,
  context: Context,
): readonly (string | Unknown)[] {
  const [property = "", ...inner] = path.split(".");
  const found = valuesAt(resource.props[property], inner).map(text);
  const names = found.filter((name) => name !== undefined);
  if (!names.includes(unknown)) return names;
  const [origin, ...others] = originsOf(resource, property, type, context);
  if (!origin || others.length > 0) return names;
  context.report(
    resource.urn,
    `${path} is not known yet, and is taken from ${origin.urn}, which it depends on`,
  );
  return names.map((name) => (name === unknown ? called(origin) : name));
}

function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value))
    return (items(value) as readonly unknown[]).flatMap((item) => valuesAt(item, path));
  const [name, ...inner] = path;
  if (value === unknown || name === undefined) return [value];
  const fields = fromJson(value);
  if (Array.isArray(fields)) return valuesAt(fields, path);
  return isFields(fields) ? valuesAt(fields[name], inner) : [];
}
