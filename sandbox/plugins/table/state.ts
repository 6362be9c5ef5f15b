import { topLevel } from "../protocol/paths";
import { isValues, UNKNOWN, type Value, type Values } from "../protocol/values";
import { diff } from "./diff";
import { inputsOf, isEmpty, type Properties, type Property } from "./property";
import { same } from "./same";

/** What a preview shows of an object that does not exist yet: inputs as they are, what AWS chooses as unknown. */
export function previewCreate(properties: Properties, inputs: Values): Values {
  const state: Values = {};
  for (const [name, property] of Object.entries(properties)) {
    const value = inputs[name];
    if (value === undefined) {
      if (property.kind === "output" || property.computed) state[name] = UNKNOWN;
    } else {
      state[name] =
        property.properties && isValues(value) ? previewCreate(property.properties, value) : value;
    }
  }
  return state;
}

/** What a preview shows of an object after an update: what AWS chose before stays, except where it is volatile. */
export function previewUpdate(properties: Properties, state: Values, inputs: Values): Values {
  const changed = [...diff(properties, state, inputs).keys()].map(topLevel);
  const moves = changed.some((name) => name !== "tags" && name !== "tagsAll");
  const result: Values = {};
  for (const [name, property] of Object.entries(properties)) {
    result[name] = property.volatile && moves ? UNKNOWN : updated(property, state[name], inputs[name]);
  }
  return result;
}

function updated(property: Property, old: Value | undefined, value: Value | undefined): Value | undefined {
  if (value === undefined) return property.kind === "output" || property.computed ? old : undefined;
  if (!property.properties || !isValues(value)) return value;
  return previewUpdate(property.properties, isValues(old) ? old : {}, value);
}

/**
 * The state of an object after AWS was asked: what AWS says, and of properties that it does not keep what was set
 * last. Where both mean the same, the program's spelling stays, so that only real changes show.
 *
 * @param known earlier inputs or state
 */
export function stateOf(properties: Properties, found: Values, known: Values): Values {
  const state: Values = {};
  for (const [name, property] of Object.entries(properties)) {
    const keep = property.local || (known[name] !== undefined && same(property, known[name], found[name]));
    state[name] = keep ? (known[name] ?? property.default) : nested(property, found[name], known[name]);
  }
  return state;
}

function nested(property: Property, found: Value | undefined, known: Value | undefined): Value | undefined {
  if (!property.properties || !isValues(found)) return found;
  return stateOf(property.properties, found, isValues(known) ? known : {});
}

/** Inputs that would have made this state: what an import stores, and a program may be written from. */
export function importedInputs(properties: Properties, state: Values): Values {
  const inputs: Values = {};
  for (const [name, property] of inputsOf(properties)) {
    const value = state[name];
    if (value === undefined || (isEmpty(value) && property.default === undefined)) continue;
    inputs[name] =
      property.properties && isValues(value) ? importedInputs(property.properties, value) : value;
  }
  return inputs;
}

/** Inputs with what has changed behind the program's back, which is how a refresh shows it. */
export function refreshedInputs(properties: Properties, state: Values, inputs: Values): Values {
  const result: Values = { ...inputs };
  for (const [name, property] of inputsOf(properties)) {
    const value = inputs[name];
    if (value === undefined || same(property, value, state[name])) continue;
    if (property.properties && isValues(value) && isValues(state[name])) {
      result[name] = refreshedInputs(property.properties, state[name], value);
    } else {
      result[name] = state[name];
    }
  }
  return result;
}
