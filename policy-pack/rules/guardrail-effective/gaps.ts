import { holdsForAll, leftWhereItFails } from "../../../trust/bound/conditions";
import { isExact } from "../../../trust/bound/pattern";
import { concerns } from "../../../trust/documents/actions";
import type { ReadDocument, ReadStatement } from "../../../trust/documents/read";
import type { NamedDocument } from "../../../trust/organization";
import { unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import { isAboutAll, type Guarded } from "./guarded";
import type { Callers, Kind } from "./kinds";

/** A call on some deploy roles that is not surely denied to everybody but the launcher. */
export interface Gap {
  readonly roles: Guarded;
  readonly action: string;
  /** Who is left beside the launcher; undefined if nothing denies the call at all. */
  readonly left?: Left;
  /** The policy and statement that come closest, e.g. `octolaunch-rcp-1 (DenyAssumeDeployRolesExceptLauncher)`. */
  readonly by?: string;
}

/** Those whom a denial leaves, and the condition that does it. */
interface Left {
  /** E.g. `some AWS services`, or ARNs. */
  readonly who: string;
  /** E.g. `StringEquals aws:PrincipalArn`. */
  readonly because: string;
}

/**
 * Where documents of one kind, all bound to the same account, leave somebody beside the launcher. A call counts as
 * denied only if one statement surely denies it to all of whom nothing more is known than what kind of caller they are.
 */
export function gapsOf(
  documents: readonly NamedDocument[],
  guarded: readonly Guarded[],
  kind: Kind,
  settings: Settings,
): readonly Gap[] {
  return guarded.flatMap((roles) =>
    kind.binds.flatMap((callers) => gapOf(documents, roles, callers, settings) ?? []),
  );
}

function gapOf(
  documents: readonly NamedDocument[],
  roles: Guarded,
  callers: Callers,
  settings: Settings,
): Gap | undefined {
  const { action } = callers;
  let gap: Gap = { roles, action };
  for (const { name, document } of documents) {
    const { statements, version } = document;
    for (const statement of statements === unknown ? [] : statements) {
      const isAbout =
        statement.effect === "Deny" &&
        concerns(statement, action.toLowerCase()) === "yes" &&
        isAboutAll(statement, version, roles);
      if (!isAbout) continue;
      const left = leftBy(statement, version, callers, settings);
      if (left === undefined) return undefined;
      if (gap.by === undefined) gap = { ...gap, left, by: `${name} (${statement.sid ?? statement.place})` };
    }
  }
  return gap;
}

/** Whom a denial leaves beside the launcher; undefined if nobody. */
function leftBy(
  { conditions }: ReadStatement,
  version: ReadDocument["version"],
  callers: Callers,
  { launchers }: Settings,
): Left | undefined {
  if (conditions === unknown)
    return { who: `some ${callers.words}`, because: "conditions that are not known" };
  for (const condition of conditions) {
    const { key, words } = condition;
    const known = callers.known(key);
    const holds = holdsForAll(condition, version, known);
    if (holds === "yes") continue;
    if (holds === "no") return { who: callers.words, because: words };
    const left = leftWhereItFails(condition, version, known);
    if (!left || left.partly || key !== "aws:principalarn")
      return { who: `some ${callers.words}`, because: words };
    const others = left.values.filter((value) => !(isExact(value) && launchers.includes(value.text)));
    if (others.length > 0) return { who: others.map(({ text }) => text).join(", "), because: words };
  }
  return undefined;
}
