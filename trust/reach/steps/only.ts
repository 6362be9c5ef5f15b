import type { Way } from "../../bound/way";
import { literal, matches } from "../../documents/glob";
import type { ReadDocument, ReadStatement } from "../../documents/read";
import { unknown } from "../../truth";

/** What may go along with a request, by whatever statement. */
const alongside = ["sts:tagsession", "sts:setsourceidentity"].map(literal);

const documents = new WeakMap<Way, ReadDocument>();

/**
 * A trust policy that lets in by one of its ways only, so that whoever comes in by another one is told from those who
 * come in by this one. Other statements still allow what goes along with a request, and still deny.
 */
export function onlyBy(way: Way, trust: ReadDocument): ReadDocument {
  if (trust.statements === unknown) return trust;
  let document = documents.get(way);
  if (!document) {
    const statements = trust.statements.map((one) => (isOther(one, way) ? withoutEntry(one) : one));
    documents.set(way, (document = { ...trust, statements }));
  }
  return document;
}

function isOther({ place, effect }: ReadStatement, way: Way): boolean {
  return place !== way.place && effect !== "Deny";
}

function withoutEntry(statement: ReadStatement): ReadStatement {
  const { actions } = statement;
  const isAllowed = (action: string): boolean =>
    actions === unknown || actions.names.some((name) => matches(name, action)) !== actions.negated;
  return { ...statement, actions: { negated: false, names: alongside.filter(isAllowed) } };
}
