import type { HttpRequest } from "../moto";
import type { Caller } from "./callers";

/** Parameters of a request: nested objects, lists and text, as the service's documentation names them. */
export type Params = Readonly<Record<string, unknown>>;

/** How a service's requests and answers are written. */
export type Protocol = "query" | "ec2" | "json" | "rest-json" | "rest-xml";

/** One request to AWS, understood. */
export interface Call {
  /** As in IAM actions and SigV4 scopes, e.g. `iam`. */
  readonly service: string;
  /** E.g. `CreateRole`; for a REST service that only moto can route, method and path. */
  readonly action: string;
  readonly region: string;
  readonly partition: string;
  readonly account: string;
  readonly caller: Caller;
  readonly params: Params;
  readonly protocol: Protocol;
  readonly http: HttpRequest;
  /** The service of AWS that makes this request on the caller's behalf, e.g. `cloudformation`. */
  readonly via?: string;
}

/** A text parameter; undefined when it is absent. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  return value === undefined ? undefined : String(value);
}

/** A list parameter; empty when it is absent. */
export function items<T = unknown>(params: Params, name: string): readonly T[] {
  const value = params[name];
  if (value === undefined || value === "") return [];
  return (Array.isArray(value) ? value : [value]) as T[];
}

/** `aws`, `aws-cn` or `aws-us-gov`, by a region's name. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
