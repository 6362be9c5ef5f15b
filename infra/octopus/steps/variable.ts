/**
 * A text that Octopus replaces by a variable's value when it runs a step.
 *
 * @see https://octopus.com/docs/projects/variables/variable-substitutions
 */
export type VariableReference = `#{${string}}`;

/**
 * Refers to a variable.
 *
 * @param name e.g. `AWS.Role`
 * @returns e.g. `#{AWS.Role}`
 */
export function variable(name: string): VariableReference {
  return `#{${name}}`;
}
