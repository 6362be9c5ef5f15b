import type { Rule } from "../rule";

/** Every rule of the pack, in the order of its README. */
export const rules: readonly Rule[] = [];
