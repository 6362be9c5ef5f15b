import { glob, literal, overlaps, type Glob } from "../../../trust/documents/glob";
import { isAccountId } from "../../../trust/documents/arn";
import type { Resource } from "../../../trust/sources/resources/context";
import { items, text } from "../../../trust/sources/resources/plain";
import { unknown, type Truth, type Unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import type { Stack } from "../../stack";
import { plainText } from "../guardrail-effective/ours";
import { isOurs, isSurelyOurs, roleType, subjectNamed, subjectOf, type Subject } from "../../subjects";

/** A resource that makes launchers, deploy roles, bindings or guardrails what they are, or may do so. */
export interface Ours {
  /** In words, e.g. `What is attached to arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole`. */
  readonly words: string;
  /** Not `no`, or it would not be ours. */
  readonly isSure: Truth;
  /** Of a role. */
  readonly subject?: Subject;
  /** Whether it is ours only if a name is that the program does not know yet. */
  readonly isOpen?: true;
}

/** Where a resource is read in: with what came before it, or with all that there is. */
export interface Surroundings {
  readonly stack: Stack;
  readonly isWhole: boolean;
  readonly settings: Settings;
}

/** What a resource is to the rules; undefined if it is nothing, or only the whole stack can tell. */
export function oursOf(resource: Resource, surroundings: Surroundings): Ours | undefined {
  const read = Object.hasOwn(readers, resource.type) ? readers[resource.type] : undefined;
  return read?.(resource, surroundings);
}

type Read = (resource: Resource, surroundings: Surroundings) => Ours | undefined;

const role: Read = (resource, { settings }) => {
  const subject = subjectOf(resource, settings);
  return isOurs(subject) ? { words: wordsOf(subject), isSure: sureness(subject), subject } : undefined;
};

/** Something that belongs to the roles that a property names. */
const belonging =
  (...properties: readonly string[]): Read =>
  (resource, surroundings) => {
    const { stack, isWhole, settings } = surroundings;
    const found = properties
      .flatMap((property) => namesIn(resource.props[property]).map((name): Named => [property, name]))
      .filter(([, name]) => isWhole || name !== unknown)
      .flatMap(([property, name]): Ours[] => {
        const subject = subjectNamed(name, property, resource, stack, settings);
        if (!isOurs(subject) || !(name === unknown || subject.role || isNamed(name, settings))) return [];
        const isOpen = name === unknown && !subject.role;
        return [
          {
            words: `What belongs to ${wordsOf(subject)}`,
            isSure: sureness(subject),
            ...(isOpen && { isOpen }),
          },
        ];
      });
    return [...found].sort((one, other) => rank(one) - rank(other))[0];
  };

/** A property and a name in it. */
type Named = readonly [property: string, name: string | Unknown];

const association: Read = (resource, surroundings) => {
  const { namespace, serviceAccount } = resource.props;
  const binding = surroundings.settings.bindings.find(
    (one) => one.namespace === namespace && one.serviceAccount === serviceAccount,
  );
  if (binding)
    return { words: `The binding of ${binding.namespace}/${binding.serviceAccount}`, isSure: "yes" };
  const ours = belonging("roleArn", "targetRoleArn")(resource, surroundings);
  return ours && { words: ours.words, isSure: ours.isSure };
};

/** The provider of the tokens. One of a cluster has a URL that is not known yet, and is nothing of ours. */
const issuerOf: Read = ({ props: { url } }, { settings: { issuer } }) =>
  issuer && typeof url === "string" && url.toLowerCase().replace(/^https:\/\//, "") === issuer.host
    ? { words: `The provider of tokens of ${issuer.host}`, isSure: "yes" }
    : undefined;

/** Known by its Sid, or by naming a launcher or some deploy roles. */
const guardrail: Read = ({ props, urn }, { settings }) => {
  const words = `Guardrail ${typeof props.name === "string" ? props.name : urn}`;
  const { content } = props;
  if (!isKnown(content)) return { words: `${words}, whose content is not known,`, isSure: "unknown" };
  return namesOurs(plainText(content), settings) ? { words, isSure: "yes" } : undefined;
};

function isKnown(value: unknown): boolean {
  if (value === unknown) return false;
  return typeof value !== "object" || value === null || Object.values(value).every(isKnown);
}

const readers: Readonly<Record<string, Read>> = {
  [roleType]: role,
  "aws:iam/rolePolicy:RolePolicy": belonging("role"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": belonging("role"),
  "aws:iam/policyAttachment:PolicyAttachment": belonging("roles"),
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": belonging("roleName"),
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": belonging("roleName"),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": issuerOf,
  "aws-native:iam:RolePolicy": belonging("roleName"),
  "aws-native:iam:ManagedPolicy": belonging("roles"),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": association,
  "aws-native:eks:PodIdentityAssociation": association,
  "aws:organizations/policy:Policy": guardrail,
  "aws-native:organizations:Policy": guardrail,
};

function sureness(subject: Subject): Truth {
  return isSurelyOurs(subject) ? "yes" : "unknown";
}

function rank({ isSure, isOpen }: Ours): number {
  return isSure === "yes" ? 0 : isOpen ? 2 : 1;
}

function wordsOf({ words, account }: Subject): string {
  return isAccountId(account) ? words : `${words} in ${account}`;
}

function namesIn(value: unknown): readonly (string | Unknown)[] {
  const all = Array.isArray(value) ? (items(value) as readonly unknown[]) : [value];
  return all.flatMap((one) => text(one) ?? []);
}

/** Whether settings know a name or ARN otherwise than by a path alone, under which any name may be. */
function isNamed(nameOrArn: string, { launchers, deployRoles, oidcRoles }: Settings): boolean {
  if (nameOrArn.startsWith("arn:")) return true;
  const name = literal(lastOf(nameOrArn).toLowerCase());
  return [...launchers, ...[...deployRoles, ...oidcRoles].map((one) => one.text)].some((known) => {
    const last = lastOf(known);
    return !/^\**$/.test(last) && overlaps(glob(last.toLowerCase()), name);
  });
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function namesOurs(document: string, { launchers, deployRoles }: Settings): boolean {
  if (/"DenyAssumeDeployRolesExceptLauncher\d*"/i.test(document)) return true;
  const anyRole = glob("arn:aws:iam::000000000000:role/any-other-role");
  return [...document.matchAll(/"(arn:[^"]*)"/g)].some(([, arn = ""]) => {
    const named = glob(arn.toLowerCase());
    if (overlaps(named, anyRole)) return false;
    const isLauncher = launchers.some((launcher) => overlaps(named, literal(launcher.toLowerCase())));
    return isLauncher || deployRoles.some(({ pattern }) => overlaps(named, pattern.toLowerCase() as Glob));
  });
}
