/** What becomes of a request; unknown where what decides is not known. */
export type Outcome = "allowed" | "denied" | "unknown";

export type Layer =
  | "limits"
  | "service control policy"
  | "resource control policy"
  | "trust policy"
  | "identity policy"
  | "permissions boundary"
  | "session policy";

/** What one layer says of one action. */
export interface LayerVerdict {
  readonly layer: Layer;
  /** Exempt: the layer does not bind this caller or this role. */
  readonly outcome: "passes" | "denies" | "unknown" | "exempt";
  /** Name of the policy whose statement decided. */
  readonly policy?: string;
  /** Of that statement, e.g. `Statement[1]`. */
  readonly place?: string;
  readonly sid?: string;
  /** What could not be decided, e.g. `the condition IpAddress on aws:SourceIp`; empty unless the outcome is unknown. */
  readonly undecided: readonly string[];
  /** The verdict in words, e.g. `the role's trust policy does not admit the caller`. */
  readonly words: string;
}

/** An action that a request needs, and what each layer says of it. */
export interface ActionDecision {
  /** `sts:AssumeRole` or its like, and `sts:TagSession` and `sts:SetSourceIdentity` where these go along. */
  readonly action: string;
  readonly outcome: Outcome;
  readonly layers: readonly LayerVerdict[];
}

/** Whether a request for a role's session is allowed, and what decides that. */
export interface Decision {
  readonly outcome: Outcome;
  /** Who asks, e.g. `arn:aws:sts::123456789012:assumed-role/OctoLauncherRole/octopus`. */
  readonly caller: string;
  /** ARN of the role. */
  readonly role: string;
  readonly actions: readonly ActionDecision[];
}

/** Denied as soon as one part surely is, allowed if every part surely is. */
export function outcomeOf(parts: readonly (LayerVerdict["outcome"] | Outcome)[]): Outcome {
  if (parts.some((part) => part === "denies" || part === "denied")) return "denied";
  return parts.includes("unknown") ? "unknown" : "allowed";
}

/** The layer that decides: the first that surely denies, or else the first that is not known; none if it is allowed. */
export function decidedBy(
  decision: Decision,
): { readonly action: string; readonly verdict: LayerVerdict } | undefined {
  const all = decision.actions.flatMap(({ action, layers }) =>
    layers.map((verdict) => ({ action, verdict })),
  );
  return (
    all.find(({ verdict }) => verdict.outcome === "denies") ??
    all.find(({ verdict }) => verdict.outcome === "unknown")
  );
}
