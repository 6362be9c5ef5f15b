import { keyOf, type Certainty, type Edge, type Node } from "./graph";

/** Somebody who gets to a target, and the first step of the way there. */
export interface Found {
  readonly node: Node;
  /** Possible if a step of the way is. */
  readonly certainty: Certainty;
  /** Undefined for a target itself. */
  readonly edge?: Edge;
}

/** The steps that lead directly to a node. */
export type StepsInto = (node: Node) => Iterable<Edge>;

/** What a search has come to of a node, by the node's key. */
export interface Progress {
  readonly isFound: (key: string) => boolean;
  /** Whether it is found, or is known to get to a target possibly. */
  readonly isMet: (key: string) => boolean;
}

/**
 * Everybody who gets to one of the targets, with a shortest way of steps that are proven, or else of steps of which
 * some are possible only.
 *
 * @param steps makes what gives the steps into a node
 * @returns by key of the node, the targets among them
 */
export function search(
  targets: readonly Node[],
  steps: (progress: Progress) => StepsInto,
): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  const possible = new Map<string, Edge>();
  const stepsInto = steps({
    isFound: (key) => found.has(key),
    isMet: (key) => found.has(key) || possible.has(key),
  });
  const explore = (queue: Node[], certainty: Certainty): void => {
    // The queue grows while it is read.
    for (const node of queue) {
      for (const edge of stepsInto(node)) {
        const key = keyOf(edge.from);
        if (found.has(key)) continue;
        if (edge.certainty !== "proven" && certainty === "proven") {
          if (!possible.has(key)) possible.set(key, edge);
          continue;
        }
        found.set(key, { node: edge.from, certainty, edge });
        queue.push(edge.from);
      }
    }
  };

  for (const node of targets) found.set(keyOf(node), { node, certainty: "proven" });
  explore([...targets], "proven");

  const more = [...possible].filter(([key]) => !found.has(key)).map(([, edge]) => edge);
  for (const edge of more) found.set(keyOf(edge.from), { node: edge.from, certainty: "possible", edge });
  explore(
    more.map(({ from }) => from),
    "possible",
  );
  return found;
}

/** The steps from somebody who was found to the target, in the order in which they are taken. */
export function wayFrom(found: ReadonlyMap<string, Found>, node: Node): readonly Edge[] {
  const way: Edge[] = [];
  for (let step = found.get(keyOf(node)); step?.edge; step = found.get(keyOf(step.edge.to)))
    way.push(step.edge);
  return way;
}
