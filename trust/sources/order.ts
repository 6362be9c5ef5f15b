/** A sorted copy. Characters are compared as such, so that the order is the same everywhere. */
export function sortedBy<T>(values: Iterable<T>, key: (value: T) => string): T[] {
  const copy = [...values];
  if (copy.length < 2) return copy;
  return copy
    .map((value) => [key(value), value] as const)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, value]) => value);
}

/** Values by what they have in common. */
export function grouped<T>(values: Iterable<T>, key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}
