import type { Resource } from "../../../trust/sources/resources/context";
import { isFields, items, text, type Fields } from "../../../trust/sources/resources/plain";
import { unknown, type Unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import { mayBeLauncher, roleItself, rolesNamed, type NamedRole } from "../../named";
import { roleType, type Stack } from "../../stack";

/** A policy that a resource gives to what is, or cannot be excluded from being, a launcher. */
export interface Held {
  /** URN of the resource that gives it. */
  readonly urn: string;
  readonly holder: NamedRole;
  /** A document in the resource itself, with what it is called; otherwise the ARN of a managed policy. */
  readonly policy: InlinePolicy | string | Unknown;
}

export interface InlinePolicy {
  readonly name: string;
  readonly document: unknown;
}

/** How a resource gives policies to roles. */
interface Giving {
  /** The property that names the role or roles; undefined for a role itself. */
  readonly to?: string;
  readonly policies: (props: Fields) => readonly Held["policy"][];
}

const attached = ({ policyArn }: Fields): readonly Held["policy"][] => [text(policyArn) ?? unknown];

/**
 * Resources that give policies to roles. An exclusive list of attachments attaches what is missing; one of inline
 * policies only takes away.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicyattachmentsexclusive/
 * @see https://www.pulumi.com/registry/packages/aws-native/api-docs/iam/managedpolicy/
 */
const giving: Readonly<Record<string, Giving>> = {
  [roleType]: {
    policies: ({ inlinePolicies, managedPolicyArns }) => [
      ...inlineOf(inlinePolicies),
      ...managedOf(managedPolicyArns),
    ],
  },
  "aws:iam/rolePolicy:RolePolicy": { to: "role", policies: ({ name, policy }) => [inline(name, policy)] },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { to: "role", policies: attached },
  "aws:iam/policyAttachment:PolicyAttachment": { to: "roles", policies: attached },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": {
    to: "roleName",
    policies: ({ policyArns }) => managedOf(policyArns),
  },
  "aws-native:iam:RolePolicy": {
    to: "roleName",
    policies: ({ policyName, policyDocument }) => [inline(policyName, policyDocument)],
  },
  "aws-native:iam:ManagedPolicy": {
    to: "roles",
    policies: ({ policyDocument }) => [{ name: "a managed policy", document: policyDocument }],
  },
};

/** Types of the resources that may give policies to roles. */
export const givingTypes: readonly string[] = Object.keys(giving);

/** The policies that a resource gives to launchers; nothing for one that gives none to any. */
export function heldThrough(resource: Resource, stack: Stack, settings: Settings): readonly Held[] {
  const found = Object.hasOwn(giving, resource.type) ? giving[resource.type] : undefined;
  const policies = found?.policies(resource.props) ?? [];
  if (policies.length === 0) return [];
  return holdersOf(resource, found?.to, stack, settings)
    .filter(mayBeLauncher)
    .flatMap((holder) => policies.map((policy) => ({ urn: resource.urn, holder, policy })));
}

function holdersOf(
  resource: Resource,
  property: string | undefined,
  stack: Stack,
  settings: Settings,
): readonly NamedRole[] {
  if (property === undefined) return [roleItself(resource, settings)];
  const value = resource.props[property];
  const names = Array.isArray(value) ? (items(value) as readonly unknown[]) : [value];
  // A policy may be attached to users or groups alone.
  return names
    .filter((name) => text(name) !== undefined)
    .flatMap((name) => rolesNamed(name, property, resource, stack, settings));
}

function inlineOf(value: unknown): readonly InlinePolicy[] {
  const blocks = items(value) ?? [];
  return (blocks === unknown ? [unknown] : blocks).flatMap((block) => {
    const fields = isFields(block) ? block : { name: unknown, policy: unknown };
    // A block without anything in it stands for no policy at all.
    const isEmpty = text(fields.name) === undefined && text(fields.policy) === undefined;
    return isEmpty ? [] : [inline(fields.name, fields.policy)];
  });
}

function inline(name: unknown, document: unknown): InlinePolicy {
  return { name: typeof name === "string" ? `the inline policy ${name}` : "an inline policy", document };
}

function managedOf(value: unknown): readonly (string | Unknown)[] {
  const arns = items(value) ?? [];
  return (arns === unknown ? [unknown] : arns).flatMap((arn) => text(arn) ?? []);
}
