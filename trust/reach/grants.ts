import { mayAllow } from "../documents/actions";
import { accountOf, arnParts, isAccountId } from "../documents/arn";
import { glob, hasWildcard } from "../documents/glob";
import type { ReadDocument, ReadStatement } from "../documents/read";
import { unknown } from "../truth";
import type { Actor } from "./actors";
import { isArn } from "./judge";
import { Patterned } from "./patterned";
import { Group, type Remaining } from "./remaining";

/** The patterns of resources on which a document may allow one of some actions. */
type Patterns = readonly string[];

const everything = "*";

/**
 * Who may be allowed something, found by the resource that it is done to. Each principal is listed under the patterns
 * of its own policies, so that a search over many roles meets it a few times, not once for each role.
 *
 * It says who is worth a closer look, never who is allowed: those of whom something is not known always are.
 */
export class Grants {
  private readonly exact = new Map<string, Group>();
  /** Those of whom it is not known what they may do. */
  private readonly doubtful = new Group([], true);
  /** Patterns with wildcards, by the account that they name; those that name none are under `*`. */
  private readonly wild = new Map<string, Patterned>();
  private readonly documents = new Map<ReadDocument, Patterns>();

  /** @param actions in lower case, e.g. `iam:passrole` */
  constructor(
    actors: Iterable<Actor>,
    private readonly actions: readonly string[],
  ) {
    for (const actor of actors) this.add(actor);
  }

  /**
   * Principals that may be allowed one of the actions on a resource.
   *
   * @param resource ARN; what is none may be any
   * @param account restricts them to an account's
   * @param among what a search has still to look at
   */
  *on(resource: string, account: string | undefined, among: Remaining): Iterable<Actor> {
    if (!isArn(resource)) return yield* this.anywhere(account, among);
    for (const group of this.groupsOn(resource, among)) yield* among.of(group, account);
  }

  /** Principals that may be allowed one of the actions on anything. */
  *anywhere(account: string | undefined, among: Remaining): Iterable<Actor> {
    for (const group of this.groups()) yield* among.of(group, account);
  }

  private *groupsOn(resource: string, among: Remaining): Iterable<Group> {
    const named = this.exact.get(resource);
    if (named) yield named;
    yield this.doubtful;
    for (const scope of [accountOf(resource), everything]) {
      const patterned = this.wild.get(scope);
      if (patterned) yield* patterned.on(resource, among);
    }
  }

  private *groups(): Iterable<Group> {
    yield* this.exact.values();
    yield this.doubtful;
    for (const patterned of this.wild.values()) yield* patterned.groups();
  }

  private add(actor: Actor): void {
    const sure = actor.powers.filter(({ certainty }) => certainty === "yes").map(({ identity }) => identity);
    const documents = [actor, ...sure].flatMap(({ policies }) => policies.map(({ document }) => document));
    const patterns = new Set(documents.flatMap((document) => this.patternsOf(document)));
    const isDoubtful =
      sure.length < actor.powers.length || documents.some((document) => this.isUnclear(document));
    if (patterns.has(everything)) this.groupOf(everything).add(actor);
    else {
      for (const pattern of patterns) this.groupOf(pattern).add(actor);
      if (isDoubtful) this.doubtful.add(actor);
    }
  }

  private groupOf(text: string): Group {
    const pattern = glob(text);
    if (!hasWildcard(pattern)) return getOrAdd(this.exact, text, () => new Group());
    const account = arnParts(text)?.[4] ?? everything;
    const scope = isAccountId(account) ? account : everything;
    return getOrAdd(this.wild, scope, () => new Patterned()).groupOf(pattern);
  }

  private patternsOf(document: ReadDocument): Patterns {
    return getOrAdd(this.documents, document, () =>
      document.statements === unknown
        ? []
        : document.statements.flatMap((statement) => this.patternsIn(statement)),
    );
  }

  private isUnclear({ statements }: ReadDocument): boolean {
    return (
      statements === unknown ||
      statements.some((statement) => isUnclear(statement) && mayAllow(statement, this.actions))
    );
  }

  private patternsIn(statement: ReadStatement): Patterns {
    const { resources } = statement;
    if (isUnclear(statement) || !mayAllow(statement, this.actions)) return [];
    if (resources === unknown || resources === undefined || resources.negated) return [everything];
    // A variable may stand for anything.
    return resources.names.map((name) => (name.includes("${") ? everything : name));
  }
}

/** Whether a statement does not say what it allows, so that nobody is surely allowed anything by it. */
function isUnclear({ effect, actions, resources }: ReadStatement): boolean {
  return effect !== "Deny" && [effect, actions, resources].includes(unknown);
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
