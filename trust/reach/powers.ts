import { isExact } from "../bound/pattern";
import type { Way } from "../bound/way";
import { iamEntity } from "../documents/arn";
import type { Identity, NamedDocument, Organization, Role } from "../organization";
import { not, some, unknown, type Truth } from "../truth";
import { almighty, everything, type Actor, type Power } from "./actors";
import { creation, edits, groupEdits, policyEdits, templateCreation } from "./catalogue/edits";
import { trustIn } from "./entry";
import { allOf, callerOf, getsSession, isRootUser, may, mayBeAllowed } from "./judge";
import { maySomehow, maySomewhere, resourcesFor } from "./somewhere";
import { partitionOf, roleArnIn } from "./witness";

/** What the powers of somebody depend on. */
export interface Surroundings {
  readonly organization: Organization;
  /** Patterns of ARNs of which guardrails make exceptions, so that such a name is worth having. */
  readonly names: readonly string[];
  readonly rolesOf: (account: string) => readonly Role[];
}

/** A role or user, or a root user, with all that it can act as by its rights in IAM. */
export function actorOf(identity: Identity, surroundings: Surroundings): Actor {
  const own = isRootUser(identity.arn) ? [] : raised(identity, surroundings);
  const made = creations(identity, surroundings);
  const powers = [...own, ...made];
  return { ...identity, powers: powers.length > 0 ? powers : taken(identity, surroundings) };
}

const gift: NamedDocument = { name: "a policy given in passing", document: everything };

/** An identity with a policy that allows everything, and without its own limits if these can be taken away. */
function withGift(identity: Identity, keepsLimits: boolean): Identity {
  const { boundary, policies, ...rest } = identity;
  return {
    ...rest,
    policies: keepsLimits ? [...policies, gift] : [gift],
    ...(boundary && keepsLimits && { boundary }),
  };
}

/** Itself, if it may edit its own policies. */
function raised(identity: Identity, { organization }: Surroundings): readonly Power[] {
  const { arn, policies } = identity;
  const kind = iamEntity(arn)?.kind ?? (organization.users.has(arn) ? "user" : "role");
  const own = edits[kind];
  const can = (actions: readonly string[], resource = arn): Truth =>
    some(actions, (action) => may(organization, identity, action, resource, { tags: identity.tags }));
  const ways: readonly (() => Truth)[] = [
    () => can(own.policies),
    ...policies.map((policy) => () => (policy.arn === undefined ? "no" : can(policyEdits, policy.arn))),
    // Which groups there are, and which it is in, is not known.
    () =>
      kind === "user"
        ? doubtful(some(groupEdits, (action) => maySomewhere(organization, identity, action)))
        : "no",
  ];
  const certainty = some(ways, (way) => way());
  if (certainty === "no") return [];
  const keepsLimits = not(can(own.limits)) === "yes";
  return [
    { identity: withGift(identity, keepsLimits), certainty, words: "once it has given itself what it needs" },
  ];
}

/** A role that it creates, under a name of which somebody makes an exception or under any. */
function creations(identity: Identity, { organization, names }: Surroundings): readonly Power[] {
  if (!mayCreate(identity)) return [];
  const { account } = identity;
  const partition = partitionOf(identity.arn);
  const actions = ["iam:createrole", templateCreation];
  const patterns = [...actions.flatMap((action) => resourcesFor(identity, action)), ...names];
  const arns = new Set(patterns.flatMap((pattern) => roleArnIn(pattern, account, partition) ?? []));
  const made = [...arns].flatMap((arn) => created(organization, identity, arn));
  if (made.length > 0) return made;
  const somehow = creates((action) => maySomehow(organization, identity, action));
  return somehow === "no"
    ? []
    : [asCreated(`arn:${partition}:iam::${account}:role/Anyone`, account, "unknown")];
}

function mayCreate(identity: Identity): boolean {
  return ["iam:createrole", templateCreation].some((action) => mayBeAllowed(identity, action));
}

/** Whether the actions that are allowed are enough to create a role and to use it. */
function creates(isAllowed: (action: string) => Truth): Truth {
  const fully = some(creation.role, (actions) => allOf(actions, isAllowed));
  return fully === "no" ? doubtful(isAllowed(templateCreation)) : fully;
}

/** A role of a name that nobody has, if somebody may create it. */
function created(organization: Organization, identity: Identity, arn: string): readonly Power[] {
  if (organization.roles.has(arn)) return [];
  const certainty = creates((action) =>
    may(organization, identity, action, action === templateCreation ? unknown : arn),
  );
  if (certainty === "no") return [];
  const enters = certainty === "yes" ? entersOwn(organization, identity, arn) : "unknown";
  return [asCreated(arn, identity.account, enters)];
}

function asCreated(arn: string, account: string, certainty: Truth): Power {
  return {
    identity: { ...almighty(arn, account), tags: unknown },
    certainty,
    words: `as a role that it creates, such as ${arn}`,
  };
}

/** An actor with the roles that it may create under the names that a way asks for. */
export function withNamesOf(
  { requires }: Way,
  actor: Actor,
  { organization }: Pick<Surroundings, "organization">,
): Actor {
  const names = requires
    .find(({ key }) => key === "aws:principalarn")
    ?.values.filter((name) => !isExact(name));
  if (!names || !mayCreate(actor)) return actor;
  const partition = partitionOf(actor.arn);
  const arns = names.flatMap(({ text }) => roleArnIn(text, actor.account, partition) ?? []);
  return { ...actor, powers: [...actor.powers, ...arns.flatMap((arn) => created(organization, actor, arn))] };
}

/** Whether somebody gets into a role that it creates; a root user does so by a user that it creates as well. */
function entersOwn(organization: Organization, identity: Identity, arn: string): Truth {
  if (isRootUser(identity.arn)) return "yes";
  const role: Role = { ...almighty(arn, identity.account), trust: trustIn(identity.arn) };
  return doubtless(getsSession(organization, { caller: callerOf(identity), role: arn }, role, identity));
}

/** Roles that stand for all that somebody may edit and get: more would not tell anything new. */
const mostTaken = 16;

/** Roles that it may edit and that it may get, so that it can use what it gives them. */
function taken(identity: Identity, { organization, rolesOf }: Surroundings): readonly Power[] {
  const { policies, limits, tags, entry } = edits.role;
  const changes = [...policies, ...limits, ...tags, ...policyEdits];
  if (!changes.some((action) => mayBeAllowed(identity, action))) return [];
  const powers: Power[] = [];
  for (const role of rolesOf(identity.account)) {
    if (powers.length === mostTaken) break;
    if (role.arn === identity.arn) continue;
    const can = (actions: readonly string[], resource = role.arn): boolean =>
      actions.some((action) => may(organization, identity, action, resource) !== "no");
    const edits =
      can([...policies, ...limits, ...tags]) || role.policies.some(({ arn }) => arn && can(policyEdits, arn));
    if (!edits) continue;
    const isGot =
      can([...entry, "iam:passrole"]) ||
      getsSession(organization, { caller: callerOf(identity), role: role.arn }, role, identity) !== "no";
    if (!isGot) continue;
    powers.push({
      identity: { ...withGift(role, false), tags: unknown },
      certainty: "unknown",
      words: `as ${role.arn}, which it may edit and get`,
    });
  }
  return powers;
}

function doubtful(truth: Truth): Truth {
  return truth === "no" ? "no" : "unknown";
}

/** Who writes a trust policy finds another way in, where naming itself does not do, unless its guardrails forbid any. */
function doubtless(truth: Truth): Truth {
  return truth === "no" ? "unknown" : truth;
}
