import { concerns } from "../documents/actions";
import type { Principal } from "../documents/principal";
import type { Condition, ReadDocument, ReadStatement } from "../documents/read";
import type { SyntaxProblem } from "../documents/syntax";
import { unknown } from "../truth";
import { holdsForAll, leftWhereItFails, leftWhereItHolds } from "./conditions";
import { areDenied } from "./denials";
import { findingsOf } from "./findings";
import { canCall, knownOf } from "./knowledge";
import { anything, mayMeet } from "./pattern";
import { assumeActions, type StsAction, type Way } from "./way";

/** Everybody who could come into a role, as its trust policy says. */
export interface Bound {
  /** Nobody comes in but by one of these. */
  readonly ways: readonly Way[];
  /** What is malformed or not known: then anybody may come in. */
  readonly findings: readonly SyntaxProblem[];
}

/**
 * Who could come into a role. The answer may be too wide, never too narrow: a condition narrows it only if it is
 * understood, a denial only if it surely applies, and whatever is not known lets anybody in.
 *
 * @param trust the role's trust policy, as `readDocument(source, "trust")` reads it
 * @param actions what they would do; `["sts:TagSession"]` tells who may pass session tags
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function upperBound(trust: ReadDocument, actions: readonly StsAction[] = assumeActions): Bound {
  const { statements, version } = trust;
  const findings = findingsOf(trust);
  if (statements === unknown)
    return { ways: actions.map((action) => ({ ...anybody, action, place: "" })), findings };
  const denials = statements
    .filter(({ effect }) => effect === "Deny")
    .map((statement) => denial(statement, version));
  return {
    ways: statements
      .filter(({ effect }) => effect !== "Deny")
      .flatMap((statement) => {
        const rules = [...conditionRules(statement, version), ...denials];
        return actions.flatMap((action) => waysOf(statement, action)).flatMap((way) => left(way, rules));
      }),
    findings,
  };
}

const anybody = { principal: { kind: "other", text: "" }, requires: [], notCounted: [] } as const;

/** By whom and how a statement could let in, its conditions not looked at. */
function waysOf({ place, sid, principals, actions }: ReadStatement, action: StsAction): readonly Way[] {
  if (concerns({ actions }, action.toLowerCase()) === "no") return [];
  const named: readonly Principal[] =
    principals === undefined || principals === unknown || principals.negated
      ? [anybody.principal]
      : principals.names;
  return named
    .filter((principal) => canCall(principal, action))
    .map((principal) => ({ ...anybody, action, principal, place, ...(sid !== undefined && { sid }) }));
}

/** Something that may leave fewer of a way's callers. */
interface Rule {
  /** What is left of the way, nothing if nobody is; undefined as long as that cannot be said. */
  readonly narrow: (way: Way) => readonly Way[] | undefined;
  /** For messages, if it never can be said. */
  readonly words: string;
}

/** Applies rules until none is left that narrows: what one of them leaves may decide another. */
function left(way: Way, rules: readonly Rule[]): readonly Way[] {
  for (const rule of rules) {
    const narrowed = rule.narrow(way);
    if (narrowed) {
      const others = rules.filter((other) => other !== rule);
      return narrowed.flatMap((one) => left(one, others));
    }
  }
  return [{ ...way, notCounted: [...way.notCounted, ...rules.map(({ words }) => words)] }];
}

function conditionRules({ conditions }: ReadStatement, version: ReadDocument["version"]): readonly Rule[] {
  if (conditions === unknown) return [{ narrow: () => undefined, words: "its conditions" }];
  return conditions.map((condition) => ({
    narrow: (way) => narrowed(way, condition, version, "holds"),
    words: condition.words,
  }));
}

/** A denial leaves nobody if it surely applies, and if one condition decides it, those for whom that one fails. */
function denial(statement: ReadStatement, version: ReadDocument["version"]): Rule {
  const { place, sid, actions, principals, conditions } = statement;
  const narrow = (way: Way): readonly Way[] | undefined => {
    const about = [concerns({ actions }, way.action.toLowerCase()), areDenied(principals, way)];
    if (about.includes("no")) return [way];
    if (about.includes("unknown") || conditions === unknown) return undefined;
    const held = conditions.map((condition) => holdsForAll(condition, version, knownOf(way, condition.key)));
    if (held.includes("no")) return [way];
    const [open, ...others] = conditions.filter((_, index) => held[index] === "unknown");
    if (!open) return [];
    return others.length > 0 ? undefined : narrowed(way, open, version, "fails");
  };
  return { narrow, words: `the denial ${place}${sid === undefined ? "" : `, Sid ${sid}`}` };
}

/** What is left of a way where a condition holds, or fails; undefined if that cannot be said. */
function narrowed(
  way: Way,
  condition: Condition,
  version: ReadDocument["version"],
  wanted: "holds" | "fails",
): readonly Way[] | undefined {
  const { key } = condition;
  const known = knownOf(way, key);
  const holds = holdsForAll(condition, version, known);
  if (holds !== "unknown") return (holds === "yes") === (wanted === "holds") ? [way] : [];
  const leftOver = wanted === "holds" ? leftWhereItHolds : leftWhereItFails;
  const found = leftOver(condition, version, known);
  if (!found) return undefined;
  const words = wanted === "holds" ? condition.words : `not ${condition.words}`;
  const values = found.values.filter((value) =>
    known.within.every((list) => list.some((other) => mayMeet(value, other))),
  );
  if (values.length === 0) return [];
  const narrower = (some: typeof values): Way => ({
    ...way,
    requires: [...way.requires, { key, values: some, words }],
    notCounted: [...way.notCounted, ...(found.partly ? [words] : [])],
  });
  // One way for each ARN, so that a denial of one of them leaves the others; once only, or ways would multiply.
  const isFirst = !way.requires.some((other) => other.key === key && !other.values.includes(anything));
  return key === "aws:principalarn" && isFirst
    ? values.map((value) => narrower([value]))
    : [narrower(values)];
}
