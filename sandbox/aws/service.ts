import type { HttpRequest } from "./moto";
import type { Call, Params } from "./front/call";
import type { Sandbox } from "./sandbox";

/** Answers one API: what it returns is the result as the service's documentation names its fields. */
export type Handler = (call: Call, sandbox: Sandbox) => Promise<unknown>;

/** Refuses a request before moto sees it, by throwing an `AwsError`. */
export type Guard = (call: Call, sandbox: Sandbox) => Promise<void>;

/** What the sandbox does about a service of AWS. A service that has none of this is moto's alone. */
export interface Service {
  /** APIs that the sandbox answers itself. */
  readonly own?: Readonly<Record<string, Handler>>;
  /** Checks by action; `*` is made for every one. */
  readonly guards?: Readonly<Record<string, Guard>>;
  /** Finds the action of a REST request, and the parameters in its path. */
  readonly route?: (http: HttpRequest) => { readonly action: string; readonly params: Params } | undefined;
  /** The sandbox answers all of it: what it does not know is an error, and moto is never asked. */
  readonly complete?: boolean;
}
