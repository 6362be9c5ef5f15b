import { arnParts, iamEntity, isAccountId } from "../../../trust/documents/arn";
import { glob, matches } from "../../../trust/documents/glob";
import type { Resource } from "../../../trust/sources/resources/context";
import { isFields, items, text } from "../../../trust/sources/resources/plain";
import { unknown, type Unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import type { Stack } from "../../stack";
import { roleType, subjectNamed, subjectOf, type Subject } from "../../subjects";

/** Permissions that one resource gives to what is, or cannot be excluded from being, a deploy role. */
export interface Given {
  /** The resource that gives them. */
  readonly by: Resource;
  readonly to: Subject;
  /** What tells the roles apart that permissions go to. */
  readonly key: string;
  /** Whether the very name makes it a deploy role, wherever the role itself is declared. */
  readonly isByName: boolean;
  /** Whether nothing tells which role it is. */
  readonly isOpen: boolean;
  readonly inline: readonly Inline[];
  /** ARNs of managed policies. */
  readonly managed: readonly (string | Unknown)[];
  /** Property in which the managed policies stand. */
  readonly managedIn: string;
}

/** A document that stands in a resource itself. */
export interface Inline {
  /** E.g. `the inline policy permissions`. */
  readonly name: string;
  readonly source: unknown;
}

/** What a resource gives to deploy roles; nothing for one that surely gives none anything. */
export function givenBy(resource: Resource, stack: Stack, settings: Settings): readonly Given[] {
  const read = Object.hasOwn(readers, resource.type) ? readers[resource.type] : undefined;
  if (!read) return [];
  const { roles, inline = [], managed = [], managedIn = "" } = read(resource);
  return toWhom(resource, roles, stack, settings).map((to) => ({
    by: resource,
    ...to,
    inline,
    managed,
    managedIn,
  }));
}

interface Read {
  /** Property that names the role or roles; undefined for a role itself. */
  readonly roles?: string;
  readonly inline?: readonly Inline[];
  readonly managed?: readonly (string | Unknown)[];
  readonly managedIn?: string;
}

const attachment =
  (roles: string, managedIn: string) =>
  ({ props }: Resource): Read => ({ roles, managed: textsOf(props[managedIn]), managedIn });

/** @see https://www.pulumi.com/registry/packages/aws-native/api-docs/iam/managedpolicy/ */
const readers: Readonly<Record<string, (resource: Resource) => Read>> = {
  [roleType]: ({ props }) => ({
    inline: inlineOf(props.inlinePolicies),
    managed: textsOf(props.managedPolicyArns),
    managedIn: "managedPolicyArns",
  }),
  "aws:iam/rolePolicy:RolePolicy": ({ props }) => ({
    roles: "role",
    inline: [{ name: inlineName(props.name), source: props.policy ?? unknown }],
  }),
  "aws-native:iam:RolePolicy": ({ props }) => ({
    roles: "roleName",
    inline: [{ name: inlineName(props.policyName), source: props.policyDocument ?? unknown }],
  }),
  "aws-native:iam:ManagedPolicy": ({ props }) => ({
    roles: "roles",
    inline: [{ name: "a managed policy", source: props.policyDocument ?? unknown }],
  }),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachment("role", "policyArn"),
  "aws:iam/policyAttachment:PolicyAttachment": attachment("roles", "policyArn"),
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": attachment(
    "roleName",
    "policyArns",
  ),
};

/** A text or a list of texts, each known or not. */
function textsOf(value: unknown): readonly (string | Unknown)[] {
  if (value === unknown) return [unknown];
  return (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((item) => text(item) ?? []);
}

function inlineOf(value: unknown): readonly Inline[] {
  const blocks = items(value) ?? [];
  return (blocks === unknown ? [unknown] : blocks).flatMap((block) => {
    const { name, policy } = isFields(block) ? block : { name: unknown, policy: unknown };
    // A block without anything in it stands for no policy at all.
    if (text(name) === undefined && text(policy) === undefined) return [];
    return [{ name: inlineName(name), source: policy }];
  });
}

function inlineName(name: unknown): string {
  return typeof name === "string" ? `the inline policy ${name}` : "an inline policy";
}

type Holder = Pick<Given, "to" | "key" | "isByName" | "isOpen">;

function toWhom(
  resource: Resource,
  property: string | undefined,
  stack: Stack,
  settings: Settings,
): readonly Holder[] {
  if (property === undefined) {
    const to = subjectOf(resource, settings);
    return mayDeploy(to) ? [{ to, key: resource.urn, isByName: false, isOpen: false }] : [];
  }
  return textsOf(resource.props[property]).flatMap((name) => {
    const found = subjectNamed(name, property, resource, stack, settings);
    const arn = name === unknown ? undefined : exactArn(found.account, name, settings);
    const to = arn === undefined ? found : { ...found, words: arn, isDeployRole: "yes" as const };
    if (!mayDeploy(to)) return [];
    const isOpen = name === unknown && !to.role;
    // Neither a name nor an account: any program has such roles, and the update tells what they are.
    if (isOpen && !isAccountId(to.account)) return [];
    const key = to.role?.urn ?? (isOpen ? resource.urn : `${to.account} ${String(name).toLowerCase()}`);
    return [{ to, key, isByName: arn !== undefined, isOpen }];
  });
}

/** The ARN of the deploy role, or role for tokens, that has a name in an account, where the settings have its path and name as they are. */
function exactArn(account: string, named: string, { deployRoles, oidcRoles }: Settings): string | undefined {
  const name = named.slice(named.lastIndexOf("/") + 1).toLowerCase();
  for (const { text } of [...deployRoles, ...oidcRoles]) {
    const [arn, partition, service, region, owner = "", role] = arnParts(text) ?? [];
    const entity = iamEntity([arn, partition, service, region, account, role].join(":"));
    if (entity?.name.toLowerCase() === name && matches(glob(owner), account)) return entity.arn;
  }
  return undefined;
}

/** Steps have a role for tokens for the same work as a deploy role. */
function mayDeploy({ isDeployRole, isOidcRole, isLauncher }: Subject): boolean {
  return (isDeployRole !== "no" || isOidcRole !== "no") && isLauncher !== "yes";
}
