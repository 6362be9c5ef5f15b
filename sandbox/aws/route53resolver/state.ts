import { randomBytes } from "node:crypto";

import type {
  ResolverEndpoint,
  ResolverRule,
  ResolverRuleAssociation,
} from "@aws-sdk/client-route53resolver";

import { items, text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";

/** Where an endpoint's queries come from. */
export interface Address {
  readonly id: string;
  readonly subnet: string;
  readonly ip: string;
  /** Its network interface. */
  readonly interface: string;
}

/** What one account has in one region, each kind by id. */
export interface ResolverState {
  readonly endpoints: Map<string, ResolverEndpoint>;
  /** By the endpoint's id. */
  readonly addresses: Map<string, readonly Address[]>;
  readonly rules: Map<string, ResolverRule>;
  readonly associations: Map<string, ResolverRuleAssociation>;
  /** By ARN. */
  readonly tags: Map<string, Readonly<Record<string, string>>>;
}

const states = new WeakMap<Sandbox, Map<string, ResolverState>>();

export function stateOf({ account, region }: Call, sandbox: Sandbox): ResolverState {
  const all = states.get(sandbox) ?? new Map<string, ResolverState>();
  states.set(sandbox, all);
  const key = `${account}/${region}`;
  const state = all.get(key) ?? {
    endpoints: new Map(),
    addresses: new Map(),
    rules: new Map(),
    associations: new Map(),
    tags: new Map(),
  };
  all.set(key, state);
  return state;
}

/** What a request is about, by the parameter that has its id. */
export function found<T>(of: ReadonlyMap<string, T>, what: string, { params }: Call, parameter: string): T {
  const id = text(params, parameter) ?? "";
  const one = of.get(id);
  if (!one) throw notFound(`${what} with ID '${id}' does not exist`);
  return one;
}

/** Those that have what each filter asks for; a filter is named as the field, or as it was in early versions. */
export function filtered<T extends object>(
  all: Iterable<T>,
  { params }: Call,
  known: readonly string[],
): T[] {
  const filters = items<{ Name?: string; Values?: string[] }>(params, "Filters");
  for (const { Name = "" } of filters)
    if (!known.includes(Name)) throw invalid(`The filter '${Name}' is invalid`);
  return [...all].filter((one) =>
    filters.every(({ Name = "", Values = [] }) => {
      const value = (one as Record<string, unknown>)[Name === "TYPE" ? "RuleType" : Name];
      return [value].flat().some((actual) => Values.includes(String(actual)));
    }),
  );
}

/** A name as Resolver takes it. */
export function checkName(name: string | undefined): void {
  if (name === undefined || /^(?!^[0-9]+$)[a-zA-Z0-9\-_' ]{1,64}$/.test(name)) return;
  throw validation(`Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy its pattern`);
}

/** Refuses a request that was made before, by the id that its sender gave it. */
export function checkFresh(
  of: Iterable<{ CreatorRequestId?: string }>,
  what: string,
  { params }: Call,
): string {
  const id = text(params, "CreatorRequestId");
  if (!id)
    throw validation(
      "Value null at 'creatorRequestId' failed to satisfy constraint: Member must not be null",
    );
  if ([...of].some(({ CreatorRequestId }) => CreatorRequestId === id))
    throw new AwsError("ResourceExistsException", `${what} with creator request ID '${id}' already exists`);
  return id;
}

export function arnOf({ partition, region, account }: Call, kind: string, id: string): string {
  return `arn:${partition}:route53resolver:${region}:${account}:${kind}/${id}`;
}

/** E.g. `rslvr-out-0123456789abcdef0`. */
export function newId(prefix: string): string {
  return `${prefix}-${randomBytes(9).toString("hex").slice(0, 17)}`;
}

export const validation = (message: string): AwsError =>
  new AwsError("ValidationException", `1 validation error detected: ${message}`);
export const invalid = (message: string): AwsError => new AwsError("InvalidParameterException", message);
export const refused = (message: string): AwsError => new AwsError("InvalidRequestException", message);
export const notFound = (message: string): AwsError => new AwsError("ResourceNotFoundException", message);
export const exceeded = (what: string, { account }: Call): AwsError =>
  new AwsError("LimitExceededException", `Account '${account}' has exceeded '${what}'`);
