/** A sorted copy. Characters are compared as such, so that the order is the same everywhere. */
export function sortedBy<T>(values: Iterable<T>, key: (value: T) => string): T[] {
  const copy = [...values];
  if (copy.length < 2) return copy;
  return copy
    .map((value) => [key(value), value] as const)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, value]) => value);
}
