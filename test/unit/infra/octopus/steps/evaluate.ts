/**
 * What Octopus makes of a text with variables, as far as our steps need it: references, and the filters that
 * `variable-filters` of its documentation describes. What it cannot replace it leaves as it stands.
 */
export function evaluate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/#\{([^{}]*)\}/g, (whole, expression: string) => {
    const [name = "", ...filters] = expression.split("|").map((part) => part.trim());
    return filters.reduce<string | undefined>(filtered, variables[name]) ?? whole;
  });
}

function filtered(value: string | undefined, filter: string): string | undefined {
  const [name, option] = filter.split(/\s+/);
  if (value === undefined) return undefined;
  if (name === "ToLower") return value.toLowerCase();
  if (name !== "Truncate" || !/^\d+$/.test(option ?? "")) return undefined;
  const length = Number(option);
  return length < value.length ? `${value.slice(0, length)}...` : value;
}
