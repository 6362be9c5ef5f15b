import { not, some, truth, unknown, type Truth } from "../truth";
import { matches } from "./glob";
import type { ReadStatement } from "./read";

/**
 * Whether a statement is about an action, by its `Action` or `NotAction`.
 *
 * @param action in lower case, e.g. `sts:assumerole`
 */
export function concerns({ actions }: Pick<ReadStatement, "actions">, action: string): Truth {
  if (actions === unknown) return "unknown";
  const named = some(actions.names, (pattern) => truth(matches(pattern, action)));
  return actions.negated ? not(named) : named;
}

/** Whether a statement may allow one of some actions, whatever they are done to. */
export function mayAllow(statement: ReadStatement, actions: readonly string[]): boolean {
  return statement.effect !== "Deny" && actions.some((action) => concerns(statement, action) !== "no");
}
