import { anySession, keyOf, nameOf, type Certainty, type Edge, type Node } from "./graph";
import { search, wayFrom, type Found } from "./search";
import { stepsIn } from "./steps/steps";
import type { World } from "./world";

/** Somebody who reaches a role. */
export interface Reach {
  readonly from: Node;
  /** Possible if a step of the path is: it depends on something that is not known or outside of the model. */
  readonly certainty: Certainty;
  /** The steps of a shortest path, in the order in which they are taken. */
  readonly path: readonly Edge[];
}

/**
 * Everybody who reaches one of several roles, those who do so for certain first.
 *
 * @param world what `worldOf` makes of an organization
 * @param roles ARNs, e.g. of all deploy roles; one that the organization does not have may be reached by anybody
 */
export function whoReaches(world: World, roles: readonly string[]): readonly Reach[] {
  return reachesIn(searched(world, roles));
}

/**
 * The steps of a path without which nobody gets from its beginning to the role: taking one of them away is enough. None
 * if other paths are left whichever is taken away.
 *
 * @param role ARN of the role at the end of the path
 */
export function whatBreaks(world: World, { from, path }: Reach, role: string): readonly Edge[] {
  return path.filter((edge) => {
    const found = searched(world, [role], (other) => goesWith(edge, other));
    return !found.has(keyOf(from));
  });
}

/** A path in words, a line for each step. */
export function explainPath({ from, certainty, path }: Reach): string {
  const steps = path.map(
    ({ to, how, certainty: step }) =>
      `  gets ${nameOf(to)}\n    by ${how}${step === "possible" ? " (possible)" : ""}`,
  );
  return [`${nameOf(from)}${certainty === "possible" ? " possibly" : ""}`, ...steps].join("\n");
}

function searched(
  world: World,
  roles: readonly string[],
  isWithout: (edge: Edge) => boolean = () => false,
): ReadonlyMap<string, Found> {
  return search(roles.map(anySession), (progress) => {
    const stepsInto = stepsIn(world, new Set(roles), progress);
    return function* (node) {
      for (const edge of stepsInto(node)) if (!isWithout(edge)) yield edge;
    };
  });
}

function reachesIn(found: ReadonlyMap<string, Found>): readonly Reach[] {
  const reaches = [...found.values()]
    .filter(({ edge }) => edge !== undefined)
    .map(({ node, certainty }): Reach => ({
      from: node,
      certainty,
      // Made when it is asked for: a chain of many roles has a long path from each of them.
      get path() {
        return wayFrom(found, node);
      },
    }));
  return ["proven", "possible"].flatMap((wanted) => reaches.filter(({ certainty }) => certainty === wanted));
}

/** Whether what takes one step away takes the other away as well: sessions with other tags come by the same statement. */
function goesWith(one: Edge, other: Edge): boolean {
  return one.kind === other.kind && one.remedy === other.remedy && one.how === other.how;
}
