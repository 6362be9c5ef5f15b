/** Up to three texts, and how many there are besides. */
export function several(texts: readonly string[]): string {
  const more = texts.length - 3;
  return [...texts.slice(0, 3), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

/** Alternatives, e.g. of ARNs. */
export function anyOf(texts: readonly string[]): string {
  return texts.join(" or ");
}

/** Two lines whatever stands in the texts that they quote. */
export function twoLines(what: string, instead: string): string {
  return [what, instead].map((line) => line.replace(/\s+/g, " ")).join("\n");
}
