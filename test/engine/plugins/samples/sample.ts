export type Inputs = Record<string, unknown>;

/** A change of some inputs, and the property paths that a preview has to show for it. */
export interface Change {
  readonly inputs: Inputs;
  readonly shows: string[];
}

/**
 * Sample properties of a resource type: one row tests an entry of the table from creation to deletion. In a text,
 * `${Vpc.id}` is the id of the sample of that name.
 */
export interface Sample {
  readonly type: string;
  /** By default the last part of the type. */
  readonly name?: string;
  /** The account whose provider makes it; by default `tooling`. */
  readonly provider?: "management";
  readonly inputs: Inputs;
  /** Names of samples that have to exist first, beyond those that the inputs refer to. */
  readonly after?: string[];
  /** What AWS can change in the object. */
  readonly update?: Change;
  /** What needs another object. */
  readonly replace?: Change;
  /** The id to import it by, where that is not its own. */
  readonly importId?: string;
  /** Nothing tells it from another sample except its id. */
  readonly ambiguous?: boolean;
  /** AWS gives it another id when it is updated, which an engine cannot learn. */
  readonly renamed?: boolean;
  /** Inputs that AWS keeps nowhere, so that an import cannot find them. */
  readonly forgotten?: string[];
}

export const nameOf = ({ name, type }: Sample) => name ?? type.split(":").at(-1) ?? "";

/** A policy that allows one action on everything. */
export const allow = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

/** A policy that denies one action on everything. */
export const deny = (action: string, more: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: action, Resource: "*", ...more }],
  });

/** A trust policy for one of AWS's services. */
export const trust = (service: string, Action: string | string[] = "sts:AssumeRole") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action }],
  });

export const tags = (Env: string) => ({ tags: { Env, Name: "sample" } });
export const tagChange: Change = { inputs: tags("prod"), shows: ["tags.Env", "tagsAll.Env"] };
