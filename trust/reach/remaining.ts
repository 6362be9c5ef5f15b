import { isAccountId } from "../documents/arn";
import type { Actor } from "./actors";
import type { Progress } from "./search";

/** Where those are whose account is not known: they may be of any. */
const anywhere = "";

/** Principals that have something in common, by account. */
export class Group {
  private readonly accounts = new Map<string, Actor[]>();

  /** @param isDoubtful whether nobody gets anywhere for certain by being one of the group */
  constructor(
    actors: Iterable<Actor> = [],
    readonly isDoubtful = false,
  ) {
    for (const actor of actors) this.add(actor);
  }

  add(actor: Actor): void {
    this.actors.push(actor);
    const account = isAccountId(actor.account) ? actor.account : anywhere;
    const others = this.accounts.get(account);
    if (others) others.push(actor);
    else this.accounts.set(account, [actor]);
  }

  /** All of them. */
  readonly actors: Actor[] = [];

  /** A list for each account, which may be changed. */
  byAccount(): Map<string, readonly Actor[]> {
    return new Map(this.accounts);
  }
}

/**
 * What a search has still to look at. A principal that it has done with is never met again, so that a thousand roles
 * which everybody may assume cost no more than one.
 */
export class Remaining {
  private readonly left = new Map<Group, Map<string, readonly Actor[]>>();
  private readonly open = new Map<ReadonlyMap<unknown, Group>, Map<unknown, Group>>();
  /** How many of a group, from the first on, are done with. */
  private readonly seen = new Map<Group, number>();

  constructor(private readonly progress: Progress) {}

  /**
   * @param account restricts them to an account's, and to those whose account is not known; one that is no account's
   *   id itself restricts them to nobody's
   */
  *of(group: Group, account: string | undefined): Iterable<Actor> {
    const left = this.leftOf(group);
    const isDone = this.doneIn(group);
    const isOpen = account === undefined || !isAccountId(account);
    for (const id of isOpen ? [...left.keys()] : [account, anywhere]) {
      const actors = left.get(id);
      if (!actors) continue;
      const remaining = actors.filter(({ arn }) => !isDone(arn));
      if (remaining.length > 0) left.set(id, remaining);
      else left.delete(id);
      yield* remaining;
    }
  }

  /** Whether a principal is known to get to a target, possibly at least. */
  isMet({ arn }: Actor): boolean {
    return this.progress.isMet(arn);
  }

  /** Those groups of which somebody is left, by what they are listed under. */
  *openOf<K>(groups: ReadonlyMap<K, Group> | undefined): Iterable<readonly [K, Group]> {
    if (!groups) return;
    let open = this.open.get(groups) as Map<K, Group> | undefined;
    if (!open) this.open.set(groups, (open = new Map(groups)));
    for (const [key, group] of open) {
      if (this.isEmpty(group)) open.delete(key);
      else yield [key, group];
    }
  }

  /** Looks at each of a group once, in order, however often it is asked. */
  private isEmpty(group: Group): boolean {
    const { actors } = group;
    const isDone = this.doneIn(group);
    let seen = this.seen.get(group) ?? 0;
    for (let actor = actors[seen]; actor && isDone(actor.arn); actor = actors[seen]) seen++;
    this.seen.set(group, seen);
    return seen === actors.length;
  }

  private doneIn({ isDoubtful }: Group): (key: string) => boolean {
    return isDoubtful ? this.progress.isMet : this.progress.isFound;
  }

  private leftOf(group: Group): Map<string, readonly Actor[]> {
    let left = this.left.get(group);
    if (!left) this.left.set(group, (left = group.byAccount()));
    return left;
  }
}
