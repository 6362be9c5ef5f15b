import type { Properties, Typed } from "../table/property";
import type { Values } from "../protocol/values";
import type { Aws } from "./session";

/** What an update has to do. */
export interface Changed {
  /** Top-level properties that differ. */
  readonly names: ReadonlySet<string>;
  /** All that differs, by property path such as `vpcConfig.subnetIds`. */
  readonly paths: ReadonlySet<string>;
}

/** Tags to set and keys to take away, `defaultTags` included. */
export interface TagChange {
  readonly set: Record<string, string>;
  readonly remove: string[];
}

/**
 * One resource type. `P` are its properties; `state` and `known` hold what was read last, with the inputs that AWS
 * does not keep. What AWS does not find (any `NotFound` or `NoSuchEntity`) is handled for all entries: `read` may
 * let the error through, and `delete` of what is gone succeeds.
 */
export interface Entry<P extends Properties = Properties> {
  /** Pulumi's token, e.g. `aws:iam/role:Role`. */
  readonly type: string;
  /** As the real provider's messages call it, e.g. `IAM Role`. */
  readonly label: string;
  /** AWS's schema for it, if there is one, e.g. `AWS::IAM::Role`. */
  readonly cfn?: string;
  /** Where AWS's schema is built differently: what `cloudFormation` made, rearranged. */
  readonly cfnShape?: (properties: Values) => Values;
  readonly properties: P;
  /** Old and new cannot exist side by side. */
  readonly deleteBeforeReplace?: boolean;
  /** Makes the object. As soon as the returned id exists, nothing may fail: that belongs into `settle`. */
  create(aws: Aws, inputs: Typed<P>): Promise<string>;
  /**
   * What has to follow `create` and every update: waiting until it is usable, and what cannot be given in one
   * request. Does nothing where there is nothing to do, for it also completes an object whose creation failed
   * halfway.
   */
  settle?(aws: Aws, id: string, inputs: Typed<P>): Promise<void>;
  /** Everything except `local` properties and `tags`, which follow from `tagsAll`. */
  read(aws: Aws, id: string, known: Typed<P>): Promise<Typed<P> | undefined>;
  /** Everything except tags. */
  update?(aws: Aws, id: string, inputs: Typed<P>, changed: Changed): Promise<void>;
  retag?(aws: Aws, id: string, change: TagChange, state: Typed<P>): Promise<void>;
  delete(aws: Aws, id: string, state: Typed<P>): Promise<void>;
  /**
   * The id of the object that an interrupted `create` with these inputs would have left, if it can be told; whether
   * it exists is looked at afterwards. Completes what `create` does in more than one step.
   */
  find?(aws: Aws, inputs: Typed<P>): string | undefined | Promise<string | undefined>;
  /** For an import id that is not the id: what it says. */
  imported?(aws: Aws, id: string): Promise<{ id: string; known: Typed<P> }>;
}

/** An entry of the table; its properties' types are those that its functions see. */
export function resource<P extends Properties>(entry: Entry<P>): Entry {
  return entry as unknown as Entry;
}
