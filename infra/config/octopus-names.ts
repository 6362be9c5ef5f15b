import { z } from "zod";

/** What Octopus takes as a name. */

/** Octopus's limit for names; that for spaces is lower. */
export const octopusNameCharacters = 200;

/** Octopus's limit for names of spaces since 2025.2. */
const spaceCharacters = 50;

/**
 * A name with a letter or digit in it, because Octopus makes a slug of it, and without spaces around it, which Octopus
 * would cut off, so that every run would want to put them back.
 */
function nameOf(characters: number): z.ZodString {
  return z
    .string()
    .max(characters, { error: `is longer than ${characters} characters, the most that Octopus takes` })
    .regex(/^(?=.*[A-Za-z0-9])[^\s\p{C}]([^\p{C}]*[^\s\p{C}])?$/u, {
      error:
        "is no name that Octopus keeps: write letters or digits, without line breaks or spaces around it",
    })
    .regex(/^(?!all$)(?!.*#\{)/i, {
      error: "is no name that Octopus keeps: it is neither all nor has #{ in it",
    });
}

/** A name of a project, step, account, pool or lifecycle. */
export const octopusName = nameOf(octopusNameCharacters);

/**
 * A name of a space.
 *
 * @see https://github.com/OctopusDeploy/Issues/issues/9272
 */
export const spaceName = nameOf(spaceCharacters);
