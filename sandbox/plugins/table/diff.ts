import type { Change } from "../protocol/plugin";
import { join } from "../protocol/paths";
import { hasUnknown, isValues, type Value, type Values } from "../protocol/values";
import { inputsOf, isEmpty, type Properties, type Property } from "./property";
import { same } from "./same";

/**
 * What has to change for an object in `state` (as AWS has it) to become what `news` (checked inputs) describe.
 *
 * @returns changes by property path, such as `tags.Env` or `vpcConfig.publicAccessCidrs`
 */
export function diff(properties: Properties, state: Values, news: Values): Map<string, Change> {
  const changes = new Map<string, Change>();
  compareAll(properties, state, news, "", changes);
  return changes;
}

type Changes = Map<string, Change>;

function compareAll(
  properties: Properties,
  olds: Values,
  news: Values,
  path: string,
  changes: Changes,
): void {
  for (const [name, property] of inputsOf(properties)) {
    compare(property, olds[name], news[name], join(path, name), changes);
  }
}

function compare(
  property: Property,
  old: Value | undefined,
  value: Value | undefined,
  path: string,
  changes: Changes,
): void {
  const replace = property.replace ?? false;
  if (value === undefined) {
    if (property.computed || isEmpty(old)) return;
    changes.set(path, { kind: "delete", replace: replace || property.permanent === true });
    return;
  }
  // With an unknown inside, only an object can say more precisely what changes.
  if (!hasUnknown(value) && (same(property, old, value) || (old === undefined && isEmpty(value)))) return;
  if (property.kind === "object" && isValues(value) && isValues(old)) {
    compareAll(property.properties ?? {}, old, value, path, changes);
  } else if (property.kind === "map" && isValues(value) && isValues(old)) {
    compareMap(old, value, path, changes);
  } else {
    changes.set(path, { kind: old === undefined ? "add" : "update", replace });
  }
}

function compareMap(olds: Values, news: Values, path: string, changes: Changes): void {
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    if (olds[key] === news[key] && !hasUnknown(news[key])) continue;
    const kind = olds[key] === undefined ? "add" : news[key] === undefined ? "delete" : "update";
    changes.set(join(path, key), { kind, replace: false });
  }
}
