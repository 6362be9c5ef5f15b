import type { Filter } from "@aws-sdk/client-ec2";
import { list, object, text } from "../../table/property";

/** AWS's filters, as programs write them. */
export const filters = list(
  object({ name: text({ required: true }), values: list(text(), { required: true }) }),
);

interface Search {
  filters?: { name?: string; values?: string[] }[];
  tags?: Record<string, string>;
}

/** AWS's filters for the arguments that are set; `fields` are pairs of its name and a value. */
export function filterBy(
  { filters: given = [], tags = {} }: Search,
  fields: Record<string, string | undefined>,
) {
  const result: Filter[] = given.map(({ name, values }) => ({ Name: name, Values: values }));
  for (const [key, value] of Object.entries(tags)) result.push({ Name: `tag:${key}`, Values: [value] });
  for (const [Name, value] of Object.entries(fields)) {
    if (value !== undefined) result.push({ Name, Values: [value] });
  }
  return result.length > 0 ? result : undefined;
}

/** @throws Error, in the real provider's words, if it is not exactly one */
export function only<T>(found: T[] | undefined, what: string): T {
  const [first, second] = found ?? [];
  if (!first) throw new Error(`no matching EC2 ${what} found`);
  if (second)
    throw new Error(`multiple EC2 ${what}s matched; use additional constraints to find a single one`);
  return first;
}
