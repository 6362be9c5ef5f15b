import type { Properties, Typed } from "../table/property";
import type { Values } from "../protocol/values";
import type { Aws } from "./session";

/** A function that programs may call (a "data source" of the real provider). */
export interface Invoke<P extends Properties = Properties> {
  /** Pulumi's token, e.g. `aws:index/getRegion:getRegion`. */
  readonly token: string;
  readonly args: P;
  answer(aws: Aws, args: Typed<P>): Promise<Values>;
}

/** An entry of the table; its arguments' types are those that its function sees. */
export function invoke<P extends Properties>(entry: Invoke<P>): Invoke {
  return entry as unknown as Invoke;
}
