import { isDeepStrictEqual } from "node:util";

import type { Fields } from "./trusts";

/** A trust policy with its statements in a list. */
export interface Trust {
  readonly Version?: string;
  readonly Statement: readonly Fields[];
}

/** A change that lets in more by a trust policy, or seems to. */
export interface Widening {
  /** What it does, e.g. `adds a statement for everybody`. */
  readonly name: string;
  /** The trust policy changed in every place where it can be, each by itself. */
  readonly mutants: (trust: Trust) => readonly Trust[];
}

/** What becomes of a statement, in each way that it can be changed. */
export type Change = (statement: Fields) => readonly Fields[];

/** Changes one statement at a time. */
export function inEach(isMeant: (statement: Fields) => boolean, change: Change): Widening["mutants"] {
  return ({ Statement, ...trust }) =>
    Statement.flatMap((statement, index) =>
      (isMeant(statement) ? change(statement) : [])
        .filter((changed) => !isDeepStrictEqual(changed, statement))
        .map((changed) => ({ ...trust, Statement: Statement.with(index, changed) })),
    );
}

export function isAllow({ Effect }: Fields): boolean {
  return Effect === "Allow";
}

/** A condition of a statement. */
type Entry = readonly [operator: string, key: string, values: unknown];

export function conditionsOf({ Condition = {} }: Fields): readonly Entry[] {
  return Object.entries(Condition as Record<string, Fields>).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]): Entry => [operator, key, values]),
  );
}

/** A statement with another condition in place of one. */
export function withCondition(
  statement: Fields,
  operator: string,
  key: string,
  entry: Entry | undefined,
): Fields {
  const kept = conditionsOf(statement).filter(([one, other]) => one !== operator || other !== key);
  const block: Record<string, Record<string, unknown>> = {};
  for (const [one, other, values] of [...kept, ...(entry ? [entry] : [])])
    (block[one] ??= {})[other] = values;
  return { ...statement, Condition: block };
}
