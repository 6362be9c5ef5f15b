import type { Identity } from "../../../trust/organization";
import type { Settings } from "../../config/settings";
import { holdsAnything } from "./held";
import { assumes, editsGuarded, editsItself, entersCluster, passesLauncher } from "./into-ours";
import { editsOthers, identities, passes, takesOver } from "./into-others";
import { best, isProven, type Path } from "./path";

/**
 * The paths out of a role that its permissions open by themselves, one of each kind: proven ones, or else possible ones
 * that a condition leaves in doubt.
 *
 * @param identity the role with all policies that count
 */
export function pathsOf(identity: Identity, settings: Settings): readonly Path[] {
  const itself = best(editsGuarded(identity, settings));
  if (
    itself.some(({ what }) => what === editsItself) &&
    itself.every(isProven) &&
    holdsAnything(identity) === "yes"
  )
    return [
      {
        kind: "everything",
        truth: "yes",
        what: "do everything, and so become any role of its account",
        actions: ["iam:putrolepolicy"],
      },
    ];
  return [
    ...best(assumes(identity, settings)),
    ...itself,
    ...best(identities(identity, settings)),
    ...best(passesLauncher(identity, settings)),
    ...best(entersCluster(identity, settings)),
  ];
}

/**
 * The paths that depend on what nobody knows here: which roles services get, what runs as them, who already uses a role.
 *
 * @param known what is said of the role already
 */
export function possiblePathsOf(identity: Identity, known: readonly Path[]): readonly Path[] {
  const isSaid = known.some(({ kind }) => kind === "edit" || kind === "identity");
  return [...passes(identity), ...takesOver(identity), ...(isSaid ? [] : editsOthers(identity))];
}
