import { isValues, UNKNOWN, type Value, type Values } from "../protocol/values";
import { inputsOf, type Properties, type Property } from "../table/property";
import type { Entry } from "./entry";

/** What stands in a template for a value that is not known yet. */
const REFERENCE = { Ref: "Unknown" };

/** Checked inputs as AWS's own schema for the type writes them. */
export function cloudFormation({ properties, cfnShape }: Entry, inputs: Values): Values {
  const result = objectOf(properties, inputs);
  return cfnShape ? cfnShape(result) : result;
}

/** The property that AWS calls so; undefined if the table has none. */
export function pulumiName(properties: Properties, cfnName: string): string | undefined {
  return inputsOf(properties).find(([name, property]) => cfnNameOf(name, property) === cfnName)?.[0];
}

function objectOf(properties: Properties, inputs: Values): Values {
  const result: Values = {};
  for (const [name, property] of inputsOf(properties)) {
    const cfn = cfnNameOf(name, property);
    const value = inputs[name];
    if (cfn !== false && value !== undefined) result[cfn] = valueOf(property, value as Value);
  }
  return result;
}

function cfnNameOf(name: string, { cfn }: Property): string | false {
  return cfn ?? name.charAt(0).toUpperCase() + name.slice(1);
}

function valueOf(property: Property, value: Value): Value {
  if (value === UNKNOWN) return property.cfnList ? [] : REFERENCE;
  if (property.kind === "json" || property.kind === "policy") return JSON.parse(value as string) as Value;
  if (Array.isArray(value))
    return withOneUnknown(value).map((element) => valueOf(property.of as Property, element));
  if (!isValues(value)) return value;
  if (property.properties) return objectOf(property.properties, value);
  const entries = Object.entries(value).map(([key, element]): [string, Value] => [
    key,
    valueOf(property.of as Property, element as Value),
  ]);
  return property.cfnList ? entries.map(([Key, Value]) => ({ Key, Value })) : Object.fromEntries(entries);
}

/** Unknown elements may differ, but written they would be the same, which many lists do not allow. */
function withOneUnknown(elements: Value[]): Value[] {
  const first = elements.indexOf(UNKNOWN);
  return elements.filter((element, index) => element !== UNKNOWN || index === first);
}
