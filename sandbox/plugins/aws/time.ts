/** A time as the real provider writes it: RFC 3339 without fractions. */
export function rfc3339(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.\d+Z$/, "Z");
}
