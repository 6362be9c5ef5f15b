import { iamEntity, isAccountId } from "../trust/documents/arn";
import { covers, glob, hasWildcard, literal, overlaps, type Glob } from "../trust/documents/glob";
import type { Resource } from "../trust/sources/resources/context";
import { text } from "../trust/sources/resources/plain";
import { some, unknown, type Truth, type Unknown } from "../trust/truth";
import type { RolePattern, Settings } from "./config/settings";
import { roleType, type Stack } from "./stack";

export { roleType } from "./stack";

/** A role, and what it is to the rules. What cannot be excluded is `unknown`. */
export interface Subject {
  /** ARN, or as much of it as is known, for messages. */
  readonly words: string;
  /** 12 digits, or words in their place. */
  readonly account: string;
  /** The role itself, where the stack has it. */
  readonly role?: Resource;
  readonly isLauncher: Truth;
  readonly isDeployRole: Truth;
  /** Whether it is a role for tokens that Octopus issues itself. */
  readonly isOidcRole: Truth;
}

/** What a role of this stack is. */
export function subjectOf(role: Resource, settings: Settings): Subject {
  const { props, home } = role;
  const name = text(props.name) ?? unknown;
  const prefix = text(props.namePrefix);
  const path = text(props.path) ?? "/";
  const nameGlob = name === unknown ? glob(`${typeof prefix === "string" ? prefix : ""}*`) : literal(name);
  return {
    ...judged({ ...home, path: path === unknown ? unknown : literal(path), name: nameGlob }, settings),
    role,
  };
}

/**
 * What the role is that another resource names.
 *
 * @param value the name or ARN; `unknown` where it is not known yet
 * @param property in which it stands, so that the resource that it comes from can be looked up
 */
export function subjectNamed(
  value: string | Unknown,
  property: string,
  resource: Resource,
  stack: Stack,
  settings: Settings,
): Subject {
  const { home, comesFrom } = resource;
  if (value === unknown) {
    const [origin, ...others] = (comesFrom[property] ?? []).flatMap((urn) => stack.byUrn(urn) ?? []);
    return origin?.type === roleType && others.length === 0
      ? subjectOf(origin, settings)
      : judged({ ...home, path: unknown, name: glob("*") }, settings);
  }
  const entity = iamEntity(value);
  const account = entity?.account ?? home.account;
  const name = entity?.name ?? value.slice(value.lastIndexOf("/") + 1);
  const role = stack.roleNamed(account, name);
  if (role) return subjectOf(role, settings);
  const path = entity ? literal(entity.path) : unknown;
  return judged({ ...home, account, path, name: literal(name) }, settings);
}

/** Whether a subject is, or cannot be excluded from being, a launcher, a deploy role or a role for tokens. */
export function isOurs({ isLauncher, isDeployRole, isOidcRole }: Subject): boolean {
  return isLauncher !== "no" || isDeployRole !== "no" || isOidcRole !== "no";
}

/** Whether a subject surely is one of them. */
export function isSurelyOurs({ isLauncher, isDeployRole, isOidcRole }: Subject): boolean {
  return isLauncher === "yes" || isDeployRole === "yes" || isOidcRole === "yes";
}

/** Whether an ARN is that of a deploy role. */
export function isDeployRoleArn(arn: string, { deployRoles }: Settings): boolean {
  return deployRoles.some(({ pattern }) => covers(pattern, literal(arn)));
}

/** Whether an ARN is that of a role for tokens that Octopus issues itself. */
export function isOidcRoleArn(arn: string, { oidcRoles }: Settings): boolean {
  return oidcRoles.some(({ pattern }) => covers(pattern, literal(arn)));
}

interface Named {
  readonly partition: string;
  readonly account: string;
  readonly path: Glob | Unknown;
  readonly name: Glob;
}

function judged(named: Named, { launchers, deployRoles, oidcRoles }: Settings): Subject {
  const { partition, path, name } = named;
  const account = isAccountId(named.account) ? literal(named.account) : glob("*");
  const isIn = (other: string): boolean => overlaps(account, glob(other));
  // A launcher's name is enough: IAM has one role of a name in an account, whatever its path and case.
  const isLauncher = some(launchers, (arn) => {
    const launcher = iamEntity(arn);
    if (!launcher || !isIn(launcher.account) || !overlaps(lower(name), literal(launcher.name.toLowerCase())))
      return "no";
    return !hasWildcard(name) && !hasWildcard(account) ? "yes" : "unknown";
  });
  const isOneOf = (patterns: readonly RolePattern[]): Truth =>
    some(patterns, (pattern) => {
      if (!overlaps(account, pattern.account)) return "no";
      const fits =
        path === unknown ? byName(lower(name), pattern) : byPath(lower(path), lower(name), pattern);
      return fits === "yes" && !covers(pattern.account, account) ? "unknown" : fits;
    });
  // What bears the launcher's name is no other role of the account.
  const isTaken = path === unknown && isLauncher === "yes";
  const known = path === unknown ? glob("role/*") : ((literal("role") + path) as Glob);
  return {
    words: readable([`arn:${partition}:iam::`, account, ":", known, name].join("")),
    account: named.account,
    isLauncher,
    isDeployRole: isTaken ? "no" : isOneOf(deployRoles),
    isOidcRole: isTaken ? "no" : isOneOf(oidcRoles),
  };
}

function byPath(path: Glob, name: Glob, { resource }: RolePattern): Truth {
  const rest = `role${path}${name}` as Glob;
  if (covers(resource, rest)) return "yes";
  // The name may have a wildcard, and no name has a slash.
  const { folder, last } = partsOf(resource);
  const folders = (hasWildcard(last) ? folder + glob("*") : folder) as Glob;
  return overlaps(resource, rest) && overlaps(folders, `role${path}` as Glob) ? "unknown" : "no";
}

/** Of a role without its path: sure where a pattern has the very name, possible where it has a wildcard. */
function byName(name: Glob, { resource }: RolePattern): Truth {
  const { last } = partsOf(resource);
  if (!overlaps(name, last)) return "no";
  return hasWildcard(last) || hasWildcard(name) ? "unknown" : "yes";
}

function partsOf(resource: Glob): { readonly folder: Glob; readonly last: Glob } {
  const end = resource.lastIndexOf("/") + 1;
  return { folder: resource.slice(0, end) as Glob, last: resource.slice(end) as Glob };
}

function lower(pattern: Glob): Glob {
  return pattern.toLowerCase() as Glob;
}

function readable(pattern: string): string {
  return pattern.replaceAll(glob("*"), "*").replaceAll("role/**", "role/*");
}

/** The launchers that surely are in a stack: rules about what stands around them have nothing to say of others. */
export function launchersIn(stack: Stack, settings: Settings): readonly Resource[] {
  return stack.ofType(roleType).filter((role) => subjectOf(role, settings).isLauncher === "yes");
}
