import { isObject, items, type Json } from "./json";

/**
 * The texts at a path of a document; empty ones are none.
 *
 * A path's steps are separated by dots: a property's name; `[]` for each member of a list, `[Name=value]` for those with
 * that property; `*` for each property's value; `{}` for each property's name.
 *
 * @param path e.g. `Phases.[].OptionalDeploymentTargets.[]`
 */
export function textsAt(document: Json | undefined, path: string): readonly string[] {
  return walk(document, path.split("."));
}

function walk(value: Json | undefined, [step, ...rest]: readonly string[]): readonly string[] {
  if (step === undefined) return typeof value === "string" && value !== "" ? [value] : [];
  const chosen = members(step);
  if (chosen) return items(value).flatMap((one) => (chosen(one) ? walk(one, rest) : []));
  if (!isObject(value)) return [];
  if (step === "{}") return Object.keys(value);
  if (step === "*") return Object.values(value).flatMap((one) => walk(one, rest));
  return walk(value[step], rest);
}

/** Which members of a list a step means, if it means members of a list. */
function members(step: string): ((value: Json) => boolean) | undefined {
  if (step === "[]") return () => true;
  const [, name = "", wanted] = /^\[(\w+)=(\w+)\]$/.exec(step) ?? [];
  return wanted === undefined ? undefined : (value) => isObject(value) && value[name] === wanted;
}
