import { isValues, type Value } from "../protocol/values";
import type { Property } from "./property";

/** Whether two known values of a property mean the same to AWS. */
export function same(property: Property, one: Value | undefined, other: Value | undefined): boolean {
  return canonical(property, one) === canonical(property, other) || sameText(property, one, other);
}

function sameText({ same: equal }: Property, one: Value | undefined, other: Value | undefined): boolean {
  return equal !== undefined && typeof one === "string" && typeof other === "string" && equal(one, other);
}

/** One text for all spellings of a value, so that they can be compared and sorted. */
export function canonical(property: Property, value: Value | undefined): string {
  return JSON.stringify(normal(property, value ?? null));
}

function normal(property: Property, value: Value): Value {
  if (Array.isArray(value)) {
    const elements = property.of ? value.map((element) => normal(property.of as Property, element)) : value;
    return property.kind === "set" ? sorted(elements) : elements;
  }
  if (isValues(value)) {
    const entries = Object.entries(value).filter(([, element]) => element !== undefined && element !== null);
    return Object.fromEntries(
      entries
        .map(([name, element]): [string, Value] => {
          const inner = property.properties?.[name] ?? property.of;
          return [name, inner ? normal(inner, element as Value) : (element as Value)];
        })
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
  if (typeof value === "string" && (property.kind === "json" || property.kind === "policy")) {
    return document(value, property.kind === "policy");
  }
  return value;
}

function document(source: string, isPolicy: boolean): Value {
  try {
    return ordered(JSON.parse(source) as Value, isPolicy);
  } catch {
    return source;
  }
}

/**
 * Keys in order. In a policy the order of a list means nothing either, and a list of one is the same as its
 * element (IAM JSON policy grammar: "policy element that takes an array of one value needs no brackets").
 */
function ordered(value: Value, isPolicy: boolean): Value {
  if (Array.isArray(value)) {
    const elements = value.map((element) => ordered(element, isPolicy));
    if (!isPolicy) return elements;
    return elements.length === 1 ? (elements[0] as Value) : sorted(elements);
  }
  if (!isValues(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, element]): [string, Value] => [name, ordered(element as Value, isPolicy)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function sorted(values: Value[]): Value[] {
  return values
    .map((value) => ({ value, key: JSON.stringify(value) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ value }) => value);
}
