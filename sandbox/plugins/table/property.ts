import type { Value, Values } from "../protocol/values";

/** What is true of a property apart from its type. */
export interface Traits {
  readonly required?: boolean;
  /** A change needs a new object ("ForceNew" in the real provider). */
  readonly replace?: boolean;
  /** It can be added and changed, but to take it away needs a new object. */
  readonly permanent?: boolean;
  /** AWS chooses a value when the program gives none; what it chose is then no difference. */
  readonly computed?: boolean;
  /** Filled in by the provider, as the real one does, when the program gives none. */
  readonly default?: Value;
  /** A physical name of at most `max` characters is made from the logical one when the program gives none. */
  readonly autoname?: { readonly max: number; readonly prefix?: string };
  /** Concerns the provider only: AWS never returns it, so what was set last is what holds. */
  readonly local?: boolean;
  /** Its value after an update, unless of tags alone, is known only when AWS has made it. */
  readonly volatile?: boolean;
  /** AWS's own name for it in CloudFormation, where that is not the same with a capital; `false` if there is none. */
  readonly cfn?: string | false;
  /** CloudFormation writes this map as a list of `Key` and `Value`. */
  readonly cfnList?: boolean;
  /** Whether two texts mean the same to AWS. */
  readonly same?: (one: string, other: string) => boolean;
}

export type Kind =
  "text" | "number" | "flag" | "json" | "policy" | "list" | "set" | "map" | "object" | "output";

/** One property of a resource type. `T` is the type of its value. */
export interface Property<T = unknown> extends Traits {
  readonly kind: Kind;
  /** The type of the elements of a list, set or map. */
  readonly of?: Property;
  /** The properties of an object. */
  readonly properties?: Properties;
  /** Never set: it carries `T`. */
  readonly type?: T;
}

export type Properties = { readonly [name: string]: Property };

/** The values of properties; each may be absent. */
export type Typed<P extends Properties> = { [K in keyof P]?: P[K] extends Property<infer T> ? T : never };

export const text = (traits: Traits = {}): Property<string> => ({ ...traits, kind: "text" });
export const number = (traits: Traits = {}): Property<number> => ({ ...traits, kind: "number" });
export const flag = (traits: Traits = {}): Property<boolean> => ({ ...traits, kind: "flag" });
/** A document in JSON; a program may give it as an object. */
export const json = (traits: Traits = {}): Property<string> => ({ ...traits, kind: "json" });
/** A document in the language of IAM policies, compared as AWS understands it. */
export const policy = (traits: Traits = {}): Property<string> => ({ ...traits, kind: "policy" });
export const list = <T>(of: Property<T>, traits: Traits = {}): Property<T[]> => ({
  ...traits,
  kind: "list",
  of,
});
/** A list without order. */
export const set = <T>(of: Property<T>, traits: Traits = {}): Property<T[]> => ({
  ...traits,
  kind: "set",
  of,
});
export const map = (traits: Traits = {}): Property<Record<string, string>> => ({
  ...traits,
  kind: "map",
  of: text(),
});
export const object = <P extends Properties>(properties: P, traits: Traits = {}): Property<Typed<P>> => ({
  ...traits,
  kind: "object",
  properties,
});

/** A property that only AWS sets. */
export const output: Property<Value> = { kind: "output", cfn: false };
/** A text that only AWS sets, and that other operations on the resource use. */
export const outputText: Property<string> = { kind: "output", cfn: false };

/** Tags as the program gives them, and with the provider's `defaultTags`: it is the latter that AWS gets. */
export const tagged = {
  tags: map({ cfn: false }),
  tagsAll: map({ computed: true, cfn: "Tags", cfnList: true }),
} as const;

/** The region a resource lives in; the provider's unless the program says otherwise. Global services have none. */
export const regional = { region: text({ replace: true, computed: true, cfn: false }) } as const;

/** Properties that a program may set. */
export function inputsOf(properties: Properties): [name: string, property: Property][] {
  return Object.entries(properties).filter(([, property]) => property.kind !== "output");
}

export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0) return true;
  return typeof value === "object" && Object.values(value satisfies Value[] | Values).every(isEmpty);
}
