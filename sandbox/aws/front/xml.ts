/** One element of the query protocol: lists become `<member>` elements, moments ISO texts. */
export function element(name: string, value: unknown): string {
  return `<${name}>${content(value)}</${name}>`;
}

/** The elements of an object, without one around them. Undefined fields are left out. */
export function elements(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => element(name, value))
    .join("");
}

/** The text of the first element of this name; undefined when there is none. */
export function textOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

function content(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element("member", item)).join("");
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null) return elements(value as Record<string, unknown>);
  return escape(String(value ?? ""));
}

function escape(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign);
}
