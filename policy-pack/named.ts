import { iamEntity, isAccountId } from "../trust/documents/arn";
import type { Resource } from "../trust/sources/resources/context";
import { text } from "../trust/sources/resources/plain";
import { unknown, type Unknown } from "../trust/truth";
import type { Settings } from "./config/settings";
import { roleType, type Stack } from "./stack";
import { subjectNamed, subjectOf, type Subject } from "./subjects";

/** A role as another resource names it. */
export interface NamedRole {
  readonly subject: Subject;
  /** E.g. `OctoLauncherRole of account 123456789012`; the same whether the role itself is known yet or not. */
  readonly words: string;
  readonly isNamed: boolean;
  /** Whether nothing tells yet which role it is, so that it may be any of the account. */
  readonly isOpen: boolean;
}

/**
 * The role that a value names; several where that is not known yet and it comes from several roles.
 *
 * @param value a name or ARN, or `unknown`
 * @param property in which it stands, so that what it comes from can be looked up
 */
export function rolesNamed(
  value: unknown,
  property: string,
  resource: Resource,
  stack: Stack,
  settings: Settings,
): readonly NamedRole[] {
  const name = text(value) ?? unknown;
  if (name !== unknown) return [namedAs(name, subjectNamed(name, property, resource, stack, settings))];
  const origins = (resource.comesFrom[property] ?? []).flatMap((urn) => stack.byUrn(urn) ?? []);
  return origins.length > 0 && origins.every(({ type }) => type === roleType)
    ? origins.map((role) => roleItself(role, settings))
    : [namedAs(unknown, subjectNamed(unknown, property, resource, stack, settings))];
}

/** The same of a role that is there itself. */
export function roleItself(role: Resource, settings: Settings): NamedRole {
  return { ...namedAs(text(role.props.name) ?? unknown, subjectOf(role, settings)), isOpen: false };
}

/**
 * Whether a role is, or cannot be excluded from being, a launcher. One of which neither the name nor the account is
 * known passes: any program has such roles, and the update tells what they are before they are made.
 */
export function mayBeLauncher({ subject, isNamed }: NamedRole): boolean {
  return subject.isLauncher !== "no" && (isNamed || isAccountId(subject.account));
}

function namedAs(named: string | Unknown, subject: Subject): NamedRole {
  const isNamed = named !== unknown;
  const name = isNamed ? (iamEntity(named)?.name ?? named) : "a role without a known name";
  const where = isAccountId(subject.account) ? `account ${subject.account}` : "an account that is not known";
  const doubt = subject.isLauncher === "unknown" ? ", which may be a launcher," : "";
  return {
    subject,
    words: `${name.slice(name.lastIndexOf("/") + 1)} of ${where}${doubt}`,
    isNamed,
    isOpen: !isNamed,
  };
}
