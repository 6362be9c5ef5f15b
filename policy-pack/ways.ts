import { describe } from "../trust/bound/answers";
import { upperBound, type Bound } from "../trust/bound/bound";
import { assumeActions, type Way } from "../trust/bound/way";
import type { ReadDocument } from "../trust/documents/read";
import type { SyntaxProblem } from "../trust/documents/syntax";

/** Everybody who comes in by a trust policy, or gives sessions tags or a source identity by it. */
export function boundOf(trust: ReadDocument): Bound {
  return upperBound(trust, [...assumeActions, "sts:TagSession", "sts:SetSourceIdentity"]);
}

/** Ways in words; who has several actions by one statement is named once, with the first. */
export function distinct(ways: readonly Way[]): readonly string[] {
  const byWords = new Map<string, Way>();
  for (const way of ways) {
    const key = describe({ ...way, action: "sts:AssumeRole" });
    if (!byWords.has(key)) byWords.set(key, way);
  }
  return [...byWords.values()].map(describe);
}

/** A problem and where it stands, e.g. `Statement[0].Principal is not known`. */
export function inWords({ place, message }: SyntaxProblem): string {
  return `${place === "" ? "it" : place} ${message}`;
}
