/** Stands in plain data where a value is not known: an output at preview, a policy that nobody could read. */
export const unknown: unique symbol = Symbol("unknown");
export type Unknown = typeof unknown;

/** An answer about something that may not be known. */
export type Truth = "yes" | "no" | "unknown";

export function truth(value: boolean): Truth {
  return value ? "yes" : "no";
}

/** Yes if all are, no as soon as one is not, whatever is not known about the others. */
export function all(values: Iterable<Truth>): Truth {
  let result: Truth = "yes";
  for (const value of values) {
    if (value === "no") return "no";
    if (value === "unknown") result = "unknown";
  }
  return result;
}

/** Yes as soon as one is, no if none is. */
export function any(values: Iterable<Truth>): Truth {
  return some(values, (value) => value);
}

/** Yes as soon as one item passes, without a look at the others; no if none does. */
export function some<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  let result: Truth = "no";
  for (const item of items) {
    const passes = test(item);
    if (passes === "yes") return "yes";
    if (passes === "unknown") result = "unknown";
  }
  return result;
}

export function not(value: Truth): Truth {
  if (value === "unknown") return "unknown";
  return value === "yes" ? "no" : "yes";
}
