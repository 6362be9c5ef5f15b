import { unknown } from "../truth";
import type { Layer, LayerVerdict } from "./decision";
import type { Applied, Evaluation } from "./statements";

/** How a layer speaks of itself. */
export interface Speaker {
  readonly layer: Layer;
  /** A policy of the layer with its statement, before a verb, e.g. `the role's trust policy (Launcher)`. */
  readonly policy: (statement: Applied) => string;
  /** The same after what it does, where it is long, e.g. `: deploy (AssumeDeployRoles)`. */
  readonly name?: (statement: Applied) => string;
  /** That nothing of the layer allows it, e.g. `the role's trust policy does not admit the caller`. */
  readonly nothing: string;
}

/** What a layer says of an action: a denial that is sure goes before anything that is not known. */
export function verdictOf(speaker: Speaker, { denies, allows, applied }: Evaluation): LayerVerdict {
  const says = (
    outcome: "passes" | "denies" | "unknown",
    effect: "Allow" | "Deny",
    verb: string,
  ): LayerVerdict => {
    const surely = outcome !== "unknown";
    const by =
      applied.find((one) => one.effect === effect && one.surely === surely) ??
      applied.find((one) => one.effect === unknown);
    return saidBy(by, speaker, outcome, verb);
  };
  if (denies === "yes") return says("denies", "Deny", "denies it");
  if (allows === "no") return saidBy(undefined, speaker, "denies", "");
  if (denies === "unknown") return says("unknown", "Deny", "may deny it");
  if (allows === "unknown") return says("unknown", "Allow", "may allow it, and nothing else does");
  return says("passes", "Allow", "allows it");
}

function saidBy(
  by: Applied | undefined,
  { layer, policy, name, nothing }: Speaker,
  outcome: LayerVerdict["outcome"],
  verb: string,
): LayerVerdict {
  if (!by) return { layer, outcome, undecided: [], words: nothing };
  const undecided = undecidedOf(by);
  const cannot = undecided.length > 0 ? `; could not decide ${undecided.join(" and ")}` : "";
  const words = `${policy(by)} ${verb}${name?.(by) ?? ""}${cannot}`;
  return { layer, outcome, ...placeOf(by), undecided, words };
}

/** A layer that does not bind this caller or this role. */
export function exempt(layer: Layer, words: string): LayerVerdict {
  return { layer, outcome: "exempt", undecided: [], words };
}

/** A layer of which too little is known. */
export function notKnown(layer: Layer, undecided: string, words: string): LayerVerdict {
  return { layer, outcome: "unknown", undecided: [undecided], words };
}

/** How a statement is named beside its policy. */
export function statementName({ statement }: Applied): string {
  if (statement === unknown) return "content not known";
  return statement.sid ?? "a statement without Sid";
}

function placeOf({ policy, statement }: Applied): Pick<LayerVerdict, "policy" | "place" | "sid"> {
  if (statement === unknown) return { policy };
  const { place, sid } = statement;
  return { policy, place, ...(sid !== undefined && { sid }) };
}

/** Conditions come as their operator and key; they are told from other parts by how operators are written. */
function undecidedOf({ undecided }: Applied): readonly string[] {
  return undecided.map((words) => words.replace(/^([A-Z]\S*) (?!on )/, "the condition $1 on "));
}
