/**
 * The places of keys that an object has more than once. `JSON.parse` keeps the last without a word; AWS refuses them.
 *
 * @param text well-formed JSON
 * @param value what `JSON.parse` makes of it
 * @returns e.g. `["Statement[0].Effect"]`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html#policies-grammar-notes
 */
export function repeatedKeys(text: string, value: unknown): string[] {
  // Every key ends so; texts with a colon in them may be counted too. Most documents need no closer look.
  const most = text.match(/"\s*:/g)?.length ?? 0;
  return most === keysIn(value) ? [] : keysSeenTwice(text);
}

function keysIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const items: unknown[] = Object.values(value);
  return items.reduce<number>((sum, item) => sum + keysIn(item), Array.isArray(value) ? 0 : items.length);
}

/** One object or list that is not closed yet. */
interface Open {
  /** The keys of an object; undefined in a list. */
  readonly keys?: Set<string>;
  key: string;
  index: number;
}

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

function keysSeenTwice(text: string): string[] {
  const repeated: string[] = [];
  const open: Open[] = [];
  let string = "";
  for (const [token] of text.matchAll(tokens)) {
    const inner = open.at(-1);
    if (token === "{") open.push({ keys: new Set(), key: "", index: 0 });
    else if (token === "[") open.push({ key: "", index: 0 });
    else if (token === "}" || token === "]") open.pop();
    else if (inner && token === ",") inner.index++;
    else if (inner?.keys && token === ":") {
      inner.key = JSON.parse(string) as string;
      if (inner.keys.has(inner.key)) repeated.push(placeOf(open));
      inner.keys.add(inner.key);
    } else string = token;
  }
  return repeated;
}

function placeOf(open: readonly Open[]): string {
  return open
    .map(({ keys, key, index }) => (keys ? `.${key}` : `[${index}]`))
    .join("")
    .replace(/^\./, "");
}
