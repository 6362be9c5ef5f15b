import type { ReadDocument, ReadStatement } from "../documents/read";
import type { Account, NamedDocument } from "../organization";
import { unknown } from "../truth";

/** Documents and accounts do not change: what is made of one is made once. */
function once<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) made.set(key, (value = make(key)));
    return value;
  };
}

const vague = once((document: ReadDocument): ReadDocument => {
  if (document.statements === unknown) return document;
  const statements = document.statements.map((statement): ReadStatement => {
    const { resources } = statement;
    const isAbout = resources === undefined || resources === unknown || resources.names.includes("*");
    return isAbout ? statement : { ...statement, resources: unknown };
  });
  return { ...document, statements };
});

/**
 * A policy as it speaks of a resource of which nothing is known: what it says of everything holds, and what it says of
 * some resources may or may not be about this one.
 */
export function vagueDocument(named: NamedDocument): NamedDocument {
  return { ...named, document: vague(named.document) };
}

/** An account with its guardrails as they speak of such a resource. */
export const vagueAccount = once((account: Account): Account => {
  if (account.levels === unknown) return account;
  const levels = account.levels.map((level) => ({
    ...level,
    ...(level.scps && { scps: level.scps.map(vagueDocument) }),
  }));
  return { ...account, levels };
});
