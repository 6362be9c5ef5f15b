import { iamEntity, isAccountId } from "../../documents/arn";
import { unknown, type Unknown } from "../../truth";
import { holder, isName, type Holder, type HolderKind } from "../draft";
import { originsOf, reference, type Context, type ReadResource, type Resource } from "./context";
import { fromJson, isFields, items, text } from "./plain";

export const typeOf: Readonly<Record<HolderKind, string>> = {
  role: "aws:iam/role:Role",
  user: "aws:iam/user:User",
  group: "aws:iam/group:Group",
};

const policyType = "aws:iam/policy:Policy";

/** The ARN of a resource of IAM: as it is, or as name, path and account make it. Without one of them, its URN. */
export function iamArn({ props, home, urn }: Resource, kind: string): string {
  const [arn, name, path = "/"] = [text(props.arn), text(props.name), text(props.path)];
  if (typeof arn === "string") return arn;
  if (typeof name !== "string" || typeof path !== "string" || !isAccountId(home.account)) return urn;
  return `arn:${home.partition}:iam::${home.account}:${kind}${path}${name}`;
}

/** The ARN of the role that a property names. */
export function roleReference(
  resource: Resource,
  property: string,
  context: Context,
): string | undefined | Unknown {
  return reference(resource, property, typeOf.role, (role) => iamArn(role, "role"), context);
}

function policyReference(
  resource: Resource,
  property: string,
  context: Context,
): string | undefined | Unknown {
  return reference(resource, property, policyType, (policy) => iamArn(policy, "policy"), context);
}

/** Where names are not known, a resource's URN stands for them. */
const nameIn = ({ props, urn }: Resource): string => {
  const name = text(props.name);
  return typeof name === "string" ? name : urn;
};

/** Reads a role, user or group with the policies that it brings along. */
export function readIdentity(kind: HolderKind): ReadResource {
  return (resource, context) => {
    const { urn, props, home } = resource;
    const { draft, report } = context;
    const name = nameIn(resource);
    if (!isAccountId(home.account)) report(urn, "the account that it is in is not known");
    if (!isName(name)) report(urn, "its name is not known");
    else if (text(props.path) === unknown) report(urn, "its path is not known");
    const boundary = policyReference(resource, "permissionsBoundary", context);
    const uniqueId = text(props.uniqueId);
    const seconds = props.maxSessionDuration;
    const held = holder(kind, home.partition, home.account, name);
    draft.identities.push({
      ...held,
      arn: iamArn(resource, kind),
      uniqueId: typeof uniqueId === "string" ? uniqueId : undefined,
      boundary,
      tags: tagsOf(resource),
      trust: props.assumeRolePolicy,
      maxSessionSeconds: typeof seconds === "number" ? seconds : undefined,
    });
    ownPolicies(resource, held, context);
  };
}

/** `inlinePolicies` and `managedPolicyArns` of a role. */
function ownPolicies({ props, urn }: Resource, held: Holder, { draft }: Context): void {
  const inline = items(props.inlinePolicies) ?? [];
  for (const item of inline === unknown ? [unknown] : inline) {
    const fields = isFields(item) ? item : { name: unknown, policy: unknown };
    const name = text(fields.name);
    // A block without anything in it stands for no policy at all.
    if (name === undefined && text(fields.policy) === undefined) continue;
    draft.inline.push({
      holder: held,
      name: typeof name === "string" ? name : `an inline policy of ${urn}`,
      document: fields.policy,
    });
  }
  const arns = items(props.managedPolicyArns) ?? [];
  for (const arn of arns === unknown ? [unknown] : arns) {
    const policyArn = text(arn);
    if (policyArn !== undefined) draft.attached.push({ holder: held, policyArn });
  }
}

/** Tags by key in lower case, those that the provider gives to everything included. */
function tagsOf({ props, provider }: Resource): ReadonlyMap<string, string> | Unknown {
  const defaults = fromJson(provider.defaultTags) ?? {};
  const given = isFields(defaults) ? (defaults.tags ?? {}) : unknown;
  const sources =
    props.tagsAll !== undefined && props.tagsAll !== unknown ? [props.tagsAll] : [given, props.tags ?? {}];
  const tags = new Map<string, string>();
  for (const source of sources) {
    if (!isFields(source)) return unknown;
    for (const [key, value] of Object.entries(source)) {
      if (typeof value !== "string") return unknown;
      tags.set(key.toLowerCase(), value);
    }
  }
  return tags;
}

/** The role, user or group that a property names. */
export function holderOf(resource: Resource, kind: HolderKind, property: string, context: Context): Holder {
  const { home } = resource;
  const name = text(resource.props[property]) ?? unknown;
  if (name !== unknown) return named(kind, name, resource);
  const [origin, ...others] = originsOf(resource, property, typeOf[kind], context);
  if (!origin || others.length > 0) return holder(kind, home.partition, home.account, unknown);
  return named(kind, nameIn(origin), origin);
}

/** Those that a list names: `unknown` for what is not known of it. */
export function holdersOf(resource: Resource, kind: HolderKind, property: string): readonly Holder[] {
  const names = items(resource.props[property]) ?? [];
  return (names === unknown ? [unknown] : names).map((item) => named(kind, text(item) ?? unknown, resource));
}

function named(kind: HolderKind, name: string | Unknown, { home }: Resource): Holder {
  const entity = typeof name === "string" ? iamEntity(name) : undefined;
  return holder(kind, home.partition, entity?.account ?? home.account, entity?.name ?? name);
}

/** The ARN of the managed policy that an attachment names. */
export function policyArnOf(resource: Resource, context: Context): string | Unknown {
  return policyReference(resource, "policyArn", context) ?? unknown;
}
