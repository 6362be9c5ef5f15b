/** What one call asks permission for: an action on each of these resources, in the context AWS gives it. */
export interface Need {
  readonly action: string;
  readonly on: readonly Target[];
  /** Asked in accounts of environments as well; by default in the tooling account only. */
  readonly everywhere: boolean;
}

/** A resource, and what AWS knows of it and of the request. */
export interface Target {
  readonly arn: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** What each resource type and look-up of the program needs, by the name that the program has for it. */
export type Needs = Readonly<Record<string, readonly Need[]>>;

/**
 * Needs that have their resources in common.
 *
 * @param actions separated by spaces
 * @param on all that one call is about; an ARN stands for a target without context
 */
export function need(actions: string, ...on: readonly (string | Target)[]): Need[] {
  return actions.split(" ").map((action) => ({
    action,
    on: on.map((one) => (typeof one === "string" ? { arn: one } : one)),
    everywhere: false,
  }));
}

/** The same needs, in every kind of account. */
export function everywhere(needs: readonly Need[]): Need[] {
  return needs.map((one) => ({ ...one, everywhere: true }));
}
