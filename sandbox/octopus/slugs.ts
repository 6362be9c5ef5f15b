/**
 * The slug that the server makes of a name.
 *
 * @param name e.g. `AWS Dev`
 * @param taken slugs that others have
 * @returns e.g. `aws-dev`, or `aws-dev-1` where that is taken
 */
export function slugOf(name: string, taken: ReadonlySet<string>): string {
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "unnamed";
  if (!taken.has(slug)) return slug;
  let count = 1;
  while (taken.has(`${slug}-${count}`)) count++;
  return `${slug}-${count}`;
}
