import type { Values } from "./values";

/** Something wrong with one property (a path such as `tags.Env`), or with the whole, for instance that one lacks (an empty path). */
export interface Problem {
  readonly property: string;
  readonly reason: string;
}

/** Inputs as the plugin understands them, with defaults, and what is wrong with them. */
export interface Checked {
  readonly inputs: Values;
  readonly problems: Problem[];
}

export interface Change {
  readonly kind: "add" | "update" | "delete";
  /** The object cannot take this change: it has to be replaced. */
  readonly replace: boolean;
}

/** What differs, by property path. */
export interface Diff {
  readonly changes: Map<string, Change>;
  /** The old object has to go before the new one can exist, for instance because both have the same name. */
  readonly deleteBeforeReplace?: boolean;
  /** The changes are between the old inputs and the new, not between the state and the new inputs. */
  readonly betweenInputs?: boolean;
}

export interface CheckRequest {
  readonly type: string;
  readonly name: string;
  readonly olds: Values;
  readonly news: Values;
  /** Random bytes that stay the same for one operation of the engine. */
  readonly seed: Uint8Array;
  readonly autonaming?: { readonly proposedName: string; readonly mode: "propose" | "enforce" | "disable" };
}

/** One resource that exists, as the engine remembers it. */
export interface Existing {
  readonly type: string;
  readonly id: string;
  readonly state: Values;
  readonly inputs: Values;
  /** What the program allows for the operation, in seconds; 0 leaves it to the plugin. */
  readonly timeout: number;
}

export interface UpdateRequest extends Existing {
  readonly news: Values;
  readonly preview: boolean;
}

export interface CreateRequest {
  readonly type: string;
  readonly inputs: Values;
  readonly preview: boolean;
  readonly timeout: number;
}

/** What a resource plugin answers. Every method may throw an `Error`, whose message is what the user reads. */
export interface Plugin {
  /** A semantic version without `v`. */
  readonly version: string;
  checkConfig(news: Values): Checked;
  diffConfig(olds: Values, news: Values): Diff;
  configure(args: Values): Promise<void>;
  check(request: CheckRequest): Promise<Checked>;
  diff(request: Existing & { readonly news: Values }): Diff | Promise<Diff>;
  create(request: CreateRequest): Promise<{ id: string; state: Values }>;
  /** Without inputs (`{}`) the resource is being imported. `undefined` when it does not exist. */
  read(request: Existing): Promise<{ id: string; state: Values; inputs: Values } | undefined>;
  update(request: UpdateRequest): Promise<Values>;
  delete(request: Existing): Promise<void>;
  invoke(token: string, args: Values): Promise<Values>;
  /** Ends what only waits; requests to AWS that are under way are completed, so that nothing is lost. */
  cancel(): void;
}

/** The object exists, but the rest of its creation or update failed: the engine keeps it and tries again. */
export class InitializationFailed extends Error {
  constructor(
    readonly id: string,
    readonly state: Values,
    readonly reason: string,
  ) {
    super(reason);
  }
}
