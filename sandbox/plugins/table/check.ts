import type { CheckRequest, Checked, Problem } from "../protocol/plugin";
import { hasUnknown, isValues, UNKNOWN, type Value, type Values } from "../protocol/values";
import { autoname } from "./names";
import { inputsOf, type Properties, type Property } from "./property";

/** Where the engine's own name for "filled in by the provider" stands in the inputs, as with the real provider. */
const DEFAULTS = "__defaults";

/** The properties whose values the provider filled in, as `check` recorded them. */
export function defaulted(inputs: Values): string[] {
  return (inputs[DEFAULTS] as string[] | undefined) ?? [];
}

/**
 * Inputs as the table has them: documents as text, names and defaults filled in. What is unknown to the table, of
 * the wrong type or missing is a problem that names the property.
 */
export function check(type: string, properties: Properties, request: CheckRequest): Checked {
  const { inputs, problems } = checkValues(type, properties, request.news);
  const filled = fillIn(properties, inputs, request);
  for (const [name, property] of Object.entries(properties)) {
    if (property.autoname && inputs[name] === undefined) {
      problems.push({ property: "", reason: `autonaming is disabled, so ${type} needs '${name}'` });
    }
  }
  return { inputs: { ...inputs, [DEFAULTS]: filled }, problems };
}

/** Values as the table has them, without names and defaults. */
export function checkValues(type: string, properties: Properties, news: Values): Checked {
  const problems: Problem[] = [];
  const inputs = checkAll(properties, news, { type, path: "" }, problems);
  return { inputs, problems };
}

interface Place {
  readonly type: string;
  readonly path: string;
}

function checkAll(properties: Properties, news: Values, at: Place, problems: Problem[]): Values {
  const inputs: Values = {};
  for (const [name, value] of Object.entries(news)) {
    const property = properties[name];
    const path = at.path + name;
    if (name === DEFAULTS) continue;
    if (!property || property.kind === "output") {
      problems.push({ property: path, reason: unknown(at.type, path, properties) });
    } else if (value !== undefined && value !== null) {
      inputs[name] = checkOne(property, value, { ...at, path }, problems);
    }
  }
  for (const [name, property] of inputsOf(properties)) {
    if (property.required && inputs[name] === undefined) {
      problems.push({ property: "", reason: `${at.type} needs '${at.path + name}'` });
    }
  }
  return inputs;
}

function unknown(type: string, path: string, properties: Properties): string {
  const known = inputsOf(properties).map(([name]) => name);
  return `${type} has no property '${path}' in the sandbox, which knows: ${known.join(", ")}`;
}

function checkOne(property: Property, value: Value, at: Place, problems: Problem[]): Value {
  if (value === UNKNOWN) return value;
  const wrong = (expected: string) => {
    problems.push({ property: at.path, reason: `${at.type} expects ${expected} as '${at.path}'` });
    return value;
  };
  switch (property.kind) {
    case "text":
      return typeof value === "string" ? value : wrong("a string");
    case "number":
      return typeof value === "number" ? value : wrong("a number");
    case "flag":
      return typeof value === "boolean" ? value : wrong("a boolean");
    case "json":
    case "policy":
      return jsonText(value) ?? wrong("a document in JSON");
    case "list":
    case "set":
      if (!Array.isArray(value)) return wrong("a list");
      return value.map((element, index) =>
        checkOne(property.of as Property, element, { ...at, path: `${at.path}[${index}]` }, problems),
      );
    case "map":
      if (!isValues(value)) return wrong("a map");
      return mapValues(value, (element, key) =>
        checkOne(property.of as Property, element, { ...at, path: `${at.path}.${key}` }, problems),
      );
    default:
      if (!isValues(value)) return wrong("an object");
      return checkAll(property.properties ?? {}, value, { ...at, path: `${at.path}.` }, problems);
  }
}

/** A document as text; one that holds an unknown is unknown as a whole. */
function jsonText(value: Value): string | undefined {
  if (typeof value !== "string") return hasUnknown(value) ? UNKNOWN : JSON.stringify(value);
  try {
    JSON.parse(value);
    return value;
  } catch {
    return undefined;
  }
}

function mapValues(values: Values, change: (value: Value, key: string) => Value): Values {
  const known = Object.entries(values).filter(
    (entry): entry is [string, Value] => (entry[1] ?? null) !== null,
  );
  return Object.fromEntries(known.map(([key, value]) => [key, change(value, key)]));
}

/** Sets what the program leaves to the provider. A name that was made up once stays. */
function fillIn(properties: Properties, inputs: Values, request: CheckRequest): string[] {
  const filled: string[] = [];
  for (const [name, property] of inputsOf(properties)) {
    if (inputs[name] !== undefined) continue;
    const kept = defaulted(request.olds).includes(name) ? request.olds[name] : undefined;
    const value = property.autoname ? (kept ?? autoname(property, request)) : property.default;
    if (value === undefined) continue;
    inputs[name] = value;
    filled.push(name);
  }
  return filled;
}
