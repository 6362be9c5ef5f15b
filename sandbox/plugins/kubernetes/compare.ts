import { isDeepStrictEqual } from "node:util";

import { join } from "../protocol/paths";
import type { Change } from "../protocol/plugin";
import { hasUnknown, isValues, type Value } from "../protocol/values";

/**
 * What differs between two versions of a document, by path such as `spec.template.spec.containers[0].image`.
 *
 * @param olds the version before
 * @param news the version to be; what is unknown in it counts as changed
 */
export function compare(olds: Value | undefined, news: Value | undefined, path = ""): Map<string, Change> {
  const changes = new Map<string, Change>();
  collect(olds, news, path, changes);
  return changes;
}

function collect(
  old: Value | undefined,
  value: Value | undefined,
  path: string,
  changes: Map<string, Change>,
): void {
  if (isValues(old) && isValues(value)) {
    for (const name of new Set([...Object.keys(old), ...Object.keys(value)])) {
      if (!name.startsWith("__")) collect(old[name], value[name], join(path, name), changes);
    }
  } else if (Array.isArray(old) && Array.isArray(value) && old.length === value.length) {
    value.forEach((element, index) => collect(old[index], element, `${path}[${index}]`, changes));
  } else if (hasUnknown(value) || !isDeepStrictEqual(old, value)) {
    const kind = old === undefined ? "add" : value === undefined ? "delete" : "update";
    changes.set(path, { kind, replace: false });
  }
}
