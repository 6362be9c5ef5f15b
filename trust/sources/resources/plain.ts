import { unknown, type Unknown } from "../../truth";

/** A resource as plain data: what a policy pack, a stack export or a preview tells of it. */
export interface PlainResource {
  /** E.g. `urn:pulumi:dev::shop::aws:iam/role:Role::deploy`. */
  readonly urn: string;
  /** E.g. `aws:iam/role:Role`. */
  readonly type: string;
  /** What is not known is `unknown`, or a text that holds the engine's own sign for it. */
  readonly props: Readonly<Record<string, unknown>>;
  /** The provider that manages it; its properties may be JSON texts, as the engine has them. */
  readonly provider?: {
    readonly urn?: string;
    readonly type: string;
    readonly props: Readonly<Record<string, unknown>>;
  };
  /** The account that it is in, where the caller knows better than its provider tells. */
  readonly account?: string;
  /** URNs of the resources that each property comes from: where a property is not known, they tell what it will be. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

export type Fields = Readonly<Record<string, unknown>>;

/** What the engine puts where a value is not known. */
const unknownSentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Key of an object that stands for something else in a stack's export, mostly for a secret. */
const signature = "4dabf18193072939515e22adb298388d";

/**
 * A value with `unknown` in place of everything that is not known or is a secret. A text that is not known in part
 * is wholly unknown: a document put together from an output, say.
 */
export function settled(value: unknown): unknown {
  if (typeof value === "string") return value.includes(unknownSentinel) ? unknown : value;
  if (Array.isArray(value)) return value.map(settled);
  if (!isFields(value)) return value;
  const entries = Object.entries(value);
  if (entries.some(([key]) => key === signature || key.includes(unknownSentinel))) return unknown;
  return Object.fromEntries(entries.map(([key, item]) => [key, settled(item)]));
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text; undefined where there is none or an empty one; unknown also for what should be a text and is not. */
export function text(value: unknown): string | undefined | Unknown {
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "string" ? value : unknown;
}

/** A list, each item known or not; undefined where there is none. */
export function items(value: unknown): readonly unknown[] | undefined | Unknown {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? (value as unknown[]) : unknown;
}

/** A value of a provider, which the engine hands on as JSON text if it is no text. */
export function fromJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return settled(JSON.parse(value));
  } catch {
    return value;
  }
}
