import type { JsonObject } from "../json";
import type { Document, Space } from "../store";

/** Ids of other documents, which must exist for as long as a document names them. */
export interface Reference {
  /** Where they are in the document; see `textsAt`. E.g. `EnvironmentIds.[]`. */
  readonly at: string;
  /** The collection that they are from, by its name in addresses, e.g. `environments`. */
  readonly to: string;
  /** The server's words when one of them is to be deleted, where they are not those of `inUse`. */
  readonly refusal?: string;
}

/** What the server does with documents of one kind. Everything else is the same for all of them. */
export interface Collection {
  /** What messages call a document, e.g. `project group`. */
  readonly noun: string;
  /** The API's name for its type, e.g. `ProjectGroup`. */
  readonly type: string;
  /** How its ids begin, e.g. `ProjectGroups`. */
  readonly ids: string;
  /** What can be done with it besides reading. */
  readonly methods: readonly ("POST" | "PUT" | "DELETE")[];
  /** Its documents are the server's, not a space's. */
  readonly system?: true;
  /** Its documents are named uniquely, in letters, and by a slug. */
  readonly named?: true;
  /** A change must name the version that it was made from. */
  readonly versioned?: true;
  /** Every property that a client may give, with what the server takes when it does not. */
  readonly defaults: JsonObject;
  /** Further properties, which only some of its documents have. */
  readonly optional?: readonly string[];
  /** Properties that must not be empty. */
  readonly required?: readonly string[];
  readonly references?: readonly Reference[];
  /** Filters of lists beyond the usual: the parameter's name, and where the wanted text must be. */
  readonly filters?: Readonly<Record<string, string>>;
  /** What the server adds to a document, or corrects, before it looks for problems. */
  readonly complete?: (document: Document, space: Space, previous: Document | undefined) => Document;
  /** What is wrong with it, beyond what the table says: a full sentence each. */
  readonly problems?: (document: Document, space: Space) => readonly string[];
  /** Why it cannot be deleted, when nobody refers to it. */
  readonly kept?: (document: Document) => string | undefined;
  /** Links beyond that to itself. */
  readonly links?: (document: Document, address: string) => JsonObject;
  /** What else comes and goes with it. */
  readonly stored?: (document: Document, space: Space) => void;
  readonly removed?: (document: Document, space: Space) => void;
}

/** A document as sentences have it, e.g. `an environment`. */
export function withArticle({ noun }: Collection): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

export const all = ["POST", "PUT", "DELETE"] as const;
