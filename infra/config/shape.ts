import { z } from "zod";

import type { Problem } from "./problems";

/** What came of holding a value against its schema. */
export interface Shaped<T> {
  readonly problems: readonly Problem[];
  /** The value with its defaults. Also there when single values are wrong but every type is right. */
  readonly value: T | undefined;
}

/** A value of the right type that is wrong in itself; everything else breaks the shape. */
const wrongValue = new Set(["invalid_format", "too_small", "too_big", "custom", "unrecognized_keys"]);

/**
 * Holds a setting against its schema and words each problem as ours.
 *
 * A value whose shape is right is returned even with wrong values in it, so that the checks between settings can
 * add their problems to the same message.
 *
 * @param setting the setting's name, e.g. `organization`
 */
export function shape<T extends z.ZodType>(setting: string, schema: T, source: unknown): Shaped<z.output<T>> {
  let value: z.output<T> | undefined;
  const parsed = schema
    .superRefine((seen) => void (value = seen), {
      when: ({ issues }) => issues.every(({ code }) => wrongValue.has(code ?? "")),
    })
    .safeParse(source);
  const issues = parsed.error?.issues ?? [];
  return { value, problems: issues.flatMap((issue) => problemsOf(setting, issue)) };
}

function problemsOf(setting: string, issue: z.core.$ZodIssue): Problem[] {
  const place = issue.path.reduce<string>(
    (path, part) => (typeof part === "number" ? `${path}[${part}]` : `${path}.${String(part)}`),
    setting,
  );
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        setting: `${place}.${key}`,
        message: "is no setting: remove it or check its spelling",
      }));
    case "invalid_type":
      return [
        { setting: place, message: ownWords(issue) ?? `is missing or is not ${kindOf(issue.expected)}` },
      ];
    case "invalid_value":
      return [{ setting: place, message: `is none of ${issue.values.join(", ")}` }];
    case "invalid_union":
      return [{ setting: place, message: unionMessage(issue) }];
    case "invalid_key":
      return [
        { setting: place, message: `is no name that can stand here: ${issue.issues[0]?.message ?? ""}` },
      ];
    case "too_small":
    case "too_big": {
      const bound = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      return [{ setting: place, message: ownWords(issue) ?? `must be ${bound}` }];
    }
    default:
      return [{ setting: place, message: issue.message }];
  }
}

/** A type of zod's in the words of someone who writes YAML. */
function kindOf(expected: string): string {
  const kinds: Readonly<Record<string, string>> = {
    string: "a text",
    array: "a list",
    object: "a mapping",
    record: "a mapping",
    int: "a whole number",
    number: "a number",
  };
  return kinds[expected] ?? expected;
}

/** The message, when it is one of ours: zod's own begin with a capital. */
function ownWords(issue: z.core.$ZodIssue): string | undefined {
  return /^[a-z]/.test(issue.message) ? issue.message : undefined;
}

function unionMessage(issue: z.core.$ZodIssueInvalidUnion): string {
  const options = "options" in issue ? (issue.options as readonly unknown[]) : undefined;
  return options ? `is none of ${options.join(", ")}` : "is of none of the types that can stand here";
}
