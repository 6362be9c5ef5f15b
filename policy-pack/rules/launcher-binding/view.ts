import type { Settings } from "../../config/settings";
import type { NamedRole } from "../../named";
import type { Stack } from "../../stack";

/** What a resource is judged by. */
export interface View {
  readonly settings: Settings;
  readonly stack: Stack;
  /** Whether this is all of the stack, so that what it does not have is not to come. */
  readonly isWhole: boolean;
  /** The roles that a value of the resource names; those that may turn out to be any role only in the whole stack. */
  readonly roles: (value: unknown, property: string) => readonly NamedRole[];
}
