import { accountOf } from "../documents/arn";
import { decidedBy, type ActionDecision, type Decision, type Layer, type LayerVerdict } from "./decision";

/**
 * A decision in a few lines, for somebody who has to mend it at night: what is decided, what decides it and where that
 * stands, and what to look at.
 */
export function explain(decision: Decision): string {
  const { outcome, caller, role } = decision;
  const may = { allowed: "may", denied: "may not", unknown: "may or may not" }[outcome];
  const first = `${outcome}: ${caller} ${may} assume ${role}.`;
  const decided = decidedBy(decision);
  if (!decided) return [first, ...decision.actions.flatMap(allowedBy)].join("\n");
  const { action, verdict } = decided;
  return [
    first,
    `${action}: ${verdict.words}${placeIn(verdict)}.`,
    ...(why[action] ? [why[action]] : []),
    lookAt(verdict.layer, decision),
  ].join("\n");
}

function allowedBy({ action, layers }: ActionDecision): readonly string[] {
  return layers
    .filter(({ outcome, policy }) => outcome === "passes" && policy !== undefined)
    .map((verdict) => `${action}: ${verdict.words}${placeIn(verdict)}.`);
}

function placeIn({ place }: LayerVerdict): string {
  return place === undefined ? "" : `, in ${place}`;
}

const why: Readonly<Record<string, string>> = {
  "sts:TagSession":
    "Session tags go along, passed or inherited: they need sts:TagSession wherever sts:AssumeRole is allowed.",
  "sts:SetSourceIdentity":
    "A source identity goes along: it needs sts:SetSourceIdentity wherever sts:AssumeRole is allowed.",
};

function lookAt(layer: Layer, { caller, role }: Decision): string {
  switch (layer) {
    case "limits":
      return "Look at the request itself: no policy changes this.";
    case "service control policy":
      return `Look at the service control policies of account ${accountOf(caller)}, its OUs and the root.`;
    case "resource control policy":
      return `Look at the resource control policies of account ${accountOf(role)}, its OUs and the root.`;
    case "trust policy":
      return `Look at the trust policy of ${role}.`;
    case "session policy":
      return `Look at the policies that ${caller} was given when the session was opened.`;
    default:
      return `Look at the ${layer === "identity policy" ? "policies" : layer} of ${caller}.`;
  }
}
