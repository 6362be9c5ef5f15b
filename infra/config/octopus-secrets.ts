import type { Problem } from "./problems";

/** Names of settings under which somebody would write a secret. */
const secretNames =
  /^(aws)?(access|secret)(access)?keys?(id)?$|^(octopus)?apikey$|^(bearer|session|access)?token$|^password$|^masterkey$|^licensekey$/;

/** Texts that are secrets by their form: keys of AWS, keys of Octopus. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/(?<![A-Z0-9])A(KI|SI|GP|ID|RO)A[A-Z0-9]{12,}/, "an access key of AWS"],
  [/(?<![A-Z0-9])API-[A-Z0-9]{16,}/, "an API key of Octopus"],
];

/**
 * Secrets that stand in settings. Only the place is said, never what stands there; who finds one says nothing else of
 * these settings, because another message could repeat it.
 *
 * @param setting the name of what is looked through, e.g. `octopus`
 */
export function secretProblems(setting: string, value: unknown): Problem[] {
  if (typeof value === "string") {
    return secretTexts
      .filter(([form]) => form.test(value))
      .map(([, what]) => ({ setting, message: `has ${what} in it: ${instead}` }));
  }
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => secretProblems(`${setting}[${index}]`, item));
  return Object.entries(value).flatMap(([key, item]) => {
    if (secretTexts.some(([form]) => form.test(key)))
      return [{ setting, message: `has a secret as the name of a setting: ${instead}` }];
    return secretNames.test(key.toLowerCase().replace(/[^a-z]/g, "")) && isWrittenOut(item)
      ? [
          {
            setting: `${setting}.${key}`,
            message: `has no place in settings, which are committed: ${instead}`,
          },
        ]
      : secretProblems(`${setting}.${key}`, item);
  });
}

/** Whether a value stands there itself. A variable of Octopus does not: `#{Database.Password}`. */
function isWrittenOut(value: unknown): boolean {
  return typeof value === "object" ? false : !/^#\{[^{}]*\}$/.test(String(value));
}

const instead =
  "remove it and revoke it. Octopus logs in to AWS without keys, and this program to Octopus with OCTOPUS_URL and " +
  "OCTOPUS_APIKEY in its environment";
