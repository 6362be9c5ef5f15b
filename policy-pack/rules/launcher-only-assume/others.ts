import { waysOfOthers } from "../../../trust/bound/answers";
import type { Bound } from "../../../trust/bound/bound";
import type { Way } from "../../../trust/bound/way";
import type { ReadDocument } from "../../../trust/documents/read";
import type { Settings } from "../../config/settings";
import type { Subject } from "../../subjects";
import { distinct, inWords } from "../../ways";
import { anyOf, several, twoLines } from "../../words";
import { nameOf } from "./words";

/** What is wrong with whom a deploy role's trust policy lets in besides the launcher, in messages of two lines. */
export function* lettingInOthers(
  subject: Subject,
  { ways, findings }: Bound,
  { problems }: ReadDocument,
  { launchers }: Settings,
): Iterable<string> {
  if (findings.length > 0)
    yield twoLines(
      `${nameOf(subject)} may let in anybody by its trust policy: ${several(findings.map(inWords))}.`,
      problems.length > 0
        ? "Mend what is malformed there."
        : "Write names, account ids and values out instead of taking them from outputs, so that a preview knows them.",
    );
  const isFound = ({ place }: Way): boolean =>
    place === "" || findings.some((finding) => `${finding.place}.`.startsWith(`${place}.`));
  const others = waysOfOthers(ways, launchers).filter((way) => !isFound(way));
  if (others.length > 0)
    yield twoLines(
      `${nameOf(subject)} lets in ${several(distinct(others))}.`,
      `Let in ${anyOf(launchers)} alone, named in full as Principal {"AWS": …}.`,
    );
}
