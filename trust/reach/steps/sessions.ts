import { anything } from "../../bound/pattern";
import type { Way } from "../../bound/way";
import { glob, witness } from "../../documents/glob";
import type { Identity } from "../../organization";
import { all, any, unknown, type Truth } from "../../truth";
import { judged, judgedBy, type Actor, type Judgement, type Power } from "../actors";
import { noTags, type Tags } from "../graph";
import { callerOf, may, type Context } from "../judge";
import { principalTag, requestTag, tagsNeeded, together, witnesses } from "../tags";
import { withNamesOf } from "../powers";
import type { World } from "../world";
import type { Target } from "./assume";
import { gets, sessionWith, tagKeysFor } from "./request";
import type { Stranger } from "./strangers";

/** Sessions of an actor that a way lets in. */
export interface LetIn extends Judgement {
  /** What they carry. */
  readonly tags: Tags;
  /** Their name; undefined for any. */
  readonly session?: string;
}

/** The sessions of an actor that a way lets in, by the tags that they carry. */
export function* sessionsLetIn(world: World, target: Target, way: Way, known: Actor): Iterable<LetIn> {
  const { role, tags: wanted } = target;
  const { self, others } = apart(withNamesOf(way, known, world));
  const isSession = hasSessions(self);
  const session = isSession ? nameNeeded(way) : undefined;
  const ask: Ask = (carried, handedOn, passes, context) => (identity) =>
    handedOn.size > 0 && !hasSessions(identity)
      ? "no"
      : gets(world, role, way, {
          caller: sessionWith(identity, carried, handedOn, session),
          identity,
          passes,
          ...(target.session !== undefined && { session: target.session }),
          ...(context && { context }),
        });

  let isFound = false;
  const found = function* (tags: Tags, judgement: Judgement): Iterable<LetIn> {
    if (judgement.truth === "no") return;
    isFound = true;
    // Users carry no tags but their own.
    yield { tags: isSession ? tags : noTags, ...(session !== undefined && { session }), ...judgement };
  };
  const sets = tagsNeeded(way, self);
  if (!sets) return yield* found(noTags, { truth: "unknown", by: "" });
  for (const needed of sets) {
    const both = together(needed, wanted);
    const asSelf: As = (judge) => judged(self, judge);
    // The sessions of other roles that somebody opens carry what he likes.
    const asOthers: As = (judge) => judgedBy(others, judge);
    if (both) yield* found(both, handingOn(asSelf, both, wanted, ask));
    if (wanted.size > 0) yield* found(needed, asSelf(ask(needed, noTags, wanted)));
    if (needed.size > 0) yield* found(noTags, tagged(world, self, needed, ask(noTags, noTags, wanted)));
    if (both) yield* found(noTags, handingOn(asOthers, both, wanted, ask));
    if (wanted.size > 0) yield* found(noTags, asOthers(ask(needed, noTags, wanted)));
  }
  if (self.tags === unknown && !sets.some(({ size }) => size === 0))
    yield* found(noTags, doubtful(judged(self, ask(noTags, noTags, wanted))));
  if (!isFound) yield* withOtherTags(world, target, self, ask, found);
}

type Ask = (carried: Tags, handedOn: Tags, passes: Tags, context?: Context) => (identity: Identity) => Truth;
type As = (judge: (identity: Identity) => Truth) => Judgement;

/** An actor as itself, with what it can give itself, and what else it can act as. */
function apart(actor: Actor): { readonly self: Actor; readonly others: readonly Power[] } {
  const isOwn = ({ identity }: Power): boolean => identity.arn === actor.arn;
  return {
    self: { ...actor, powers: actor.powers.filter(isOwn) },
    others: actor.powers.filter((power) => !isOwn(power)),
  };
}

/** Of sessions that carry all tags already, and hand on those that are wanted. */
function handingOn(as: As, carried: Tags, wanted: Tags, ask: Ask): Judgement {
  const handedOn = as(ask(carried, carried, noTags));
  if (handedOn.truth === "yes" || carried.size === wanted.size) return handedOn;
  // Tags that a session does not hand on may be let in where those that it does would not be.
  const kept = as(ask(carried, wanted, noTags));
  if (handedOn.truth === "no") return doubtful(kept);
  return { truth: any([handedOn.truth, kept.truth]), by: handedOn.by };
}

/** Of a role or user that gives itself the tags that are needed. */
function tagged(
  { organization }: World,
  actor: Actor,
  needed: Tags,
  ask: (identity: Identity) => Truth,
): Judgement {
  const values = witnesses(needed);
  const action = callerOf(actor).kind === "user" ? "iam:taguser" : "iam:tagrole";
  const context: Context = {
    "aws:tagkeys": Object.keys(values),
    ...Object.fromEntries(Object.entries(values).map(([key, value]) => [requestTag + key, [value]])),
  };
  return judged(actor, (identity) => {
    const tags = may(organization, identity, action, identity.arn, { tags: identity.tags, context });
    if (tags === "no") return tags;
    const own = identity.tags === unknown ? [] : identity.tags;
    return all([tags, ask({ ...identity, tags: new Map([...own, ...Object.entries(values)]) })]);
  });
}

/** Sessions that are let in once they carry tags, as long as nobody says which. */
function* withOtherTags(
  world: World,
  { role, tags: wanted }: Target,
  actor: Actor,
  ask: Ask,
  found: (tags: Tags, judgement: Judgement) => Iterable<LetIn>,
): Iterable<LetIn> {
  const keys = tagKeysFor(world, role, actor);
  if (keys.length === 0 || !hasSessions(actor)) return;
  const context: Context = Object.fromEntries(keys.map((key) => [principalTag + key, unknown]));
  const tags = new Map(keys.map((key) => [key, anything]));
  yield* found(tags, doubtful(judged(actor, ask(noTags, noTags, wanted, context))));
  if (wanted.size > 0)
    yield* found(
      new Map([...tags, ...wanted]),
      doubtful(judged(actor, ask(wanted, wanted, noTags, context))),
    );
}

/** Whether somebody gets in whom the organization does not have, and who has whatever tags and name it takes. */
export function strangerLetIn(
  world: World,
  { role, tags: wanted, session }: Target,
  way: Way,
  { identity, context }: Pick<Stranger, "identity" | "context">,
): Truth {
  const sets = tagsNeeded(way, identity);
  if (!sets) return "unknown";
  const ask = (tags: Tags, own: Identity["tags"], carried: Tags, passes: Tags, more: Context = {}): Truth =>
    gets(world, role, way, {
      caller: sessionWith(identity, carried, carried, nameNeeded(way)),
      identity: { ...identity, tags: own === unknown ? own : new Map(Object.entries(witnesses(tags))) },
      passes,
      ...(session !== undefined && { session }),
      context: { ...context, ...more },
    });
  const own = new Map<string, string>();
  const known = any(
    sets.flatMap((needed) => [
      ask(needed, own, noTags, wanted),
      ...(wanted.size > 0 && hasSessions(identity) ? [ask(needed, own, wanted, noTags)] : []),
    ]),
  );
  return known === "no" && doubtsTags(world, role) ? maybe(ask(noTags, unknown, noTags, wanted)) : known;
}

function doubtsTags(world: World, role: Target["role"]): boolean {
  return tagKeysFor(world, role, { ...role, policies: [] }).length > 0;
}

/** The name that a caller's session must have, as the way names it or by its id. */
function nameNeeded(way: Way): string | undefined {
  if (way.principal.kind === "session") return way.principal.session;
  const id = way.requires.find(({ key }) => key === "aws:userid")?.values[0];
  const [, name] = id?.text.split(":") ?? [];
  return name === undefined || name === "*" ? undefined : witness(glob(name));
}

/** Users have no sessions that carry tags and hand them on. */
function hasSessions(identity: Identity): boolean {
  return callerOf(identity).kind === "session";
}

function doubtful({ truth, by }: Judgement): Judgement {
  return { truth: maybe(truth), by };
}

function maybe(truth: Truth): Truth {
  return truth === "no" ? truth : "unknown";
}
