import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { StructClass } from "./protobuf";

/** A property of a resource, as plain data. An unknown is the string `UNKNOWN`. */
export type Value = null | boolean | number | string | Value[] | Values;

/** The properties of a resource. A property that is absent or `undefined` is not set. */
export interface Values {
  [name: string]: Value | undefined;
}

/** What the engine sends, and we answer, for a value that only a real `up` will tell. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

// The engine has one marker per type of the unknown value (sdk/go/common/resource/plugin/rpc.go).
const markers = new Set<Value>([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";
const output = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const resource = "5cf8f73096256a8f31e491e813e4eb8e";

export function isValues(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value is unknown or holds an unknown at any depth. */
export function hasUnknown(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (isValues(value)) return Object.values(value).some(hasUnknown);
  return value === UNKNOWN;
}

/**
 * Properties as the engine sends them, made plain: no nulls, one marker for unknowns, and the envelopes of
 * secrets, outputs and resources opened. We declare that we accept none of these, so the engine keeps track of
 * secrets itself; `Configure` sends them nevertheless.
 */
export function unmarshal(struct: Struct | undefined): Values {
  return struct ? plainValues(struct.toJavaScript() as Values) : {};
}

/** The opposite of `unmarshal`; properties that are `undefined` are left out. */
export function marshal(values: Values): Struct {
  return StructClass.fromJavaScript(plainValues(values) as { [name: string]: JavaScriptValue });
}

function plainValues(values: Values): Values {
  const result: Values = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined) result[name] = plain(value);
  }
  return result;
}

function plain(value: Value): Value {
  if (Array.isArray(value)) return value.map(plain);
  if (!isValues(value)) return markers.has(value) ? UNKNOWN : value;
  switch (value[signature]) {
    case undefined:
      return plainValues(value);
    case secret:
      return plain(value.value ?? null);
    case output:
      return value.value === undefined ? UNKNOWN : plain(value.value);
    case resource:
      return value.id === undefined ? (value.urn ?? null) : value.id === "" ? UNKNOWN : plain(value.id);
    default:
      throw new Error("assets and archives are not supported by any resource type of the sandbox");
  }
}
