import type { JsonObject } from "./json";

/** Whatever the API answers under an id. */
export interface Document extends JsonObject {
  readonly Id: string;
  readonly Name?: string;
}

/** A space with its documents; the server's own, such as spaces and built-in teams, are in one without an id. */
export class Space {
  private readonly collections = new Map<string, Map<string, Document>>();

  constructor(
    readonly server: Store,
    /** E.g. `Spaces-1`. */
    readonly id: string,
  ) {}

  /** The documents of a collection, by their ids. */
  documents(collection: string): Map<string, Document> {
    const found = this.collections.get(collection) ?? new Map<string, Document>();
    this.collections.set(collection, found);
    return found;
  }

  /** All of its documents, by their collections. */
  everything(): Readonly<Record<string, readonly Document[]>> {
    const entries = [...this.collections].map(([name, documents]) => [name, [...documents.values()]]);
    return Object.fromEntries(entries) as Record<string, readonly Document[]>;
  }
}

/** Everything that the server keeps, in memory. */
export class Store {
  readonly system = new Space(this, "");
  readonly spaces = new Map<string, Space>();
  private readonly counters = new Map<string, number>();

  /**
   * The next id of its kind. Spaces share the count, so that an id is never in two of them.
   *
   * @param prefix e.g. `Environments`
   * @returns e.g. `Environments-3`
   */
  nextId(prefix: string): string {
    const count = (this.counters.get(prefix) ?? 0) + 1;
    this.counters.set(prefix, count);
    return `${prefix}-${count}`;
  }
}
