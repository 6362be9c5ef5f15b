import type { Problem } from "../config/problems";

/** Values for a chart. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * The program's values and those of the user beside them. They meet in no place: `overlayProblems` refuses that.
 *
 * @param ours e.g. `{ octopus: { replicaCount: 1 } }`
 * @param theirs e.g. `{ octopus: { taskCap: 10 } }`
 */
export function withOverlay(ours: Values, theirs: Values): Values {
  const merged: Record<string, unknown> = { ...ours };
  for (const [key, value] of Object.entries(theirs)) {
    const own = ours[key];
    merged[key] = isMapping(own) && isMapping(value) ? withOverlay(own, value) : value;
  }
  return merged;
}

/**
 * Places of the user's values that the program decides, or in which a secret would stand.
 *
 * @param setting where they stand, e.g. `octopus.onCluster.server.values`
 * @param secret places of secrets, e.g. `agent.certificate`
 */
export function overlayProblems(
  setting: string,
  theirs: Values,
  ours: Values,
  secret: readonly string[],
): Problem[] {
  const problems = (place: string, values: Values, decided: Values): Problem[] =>
    Object.entries(values).flatMap(([key, value]): Problem[] => {
      const path = place === "" ? key : `${place}.${key}`;
      if (secret.includes(path)) {
        const message =
          "would be a secret in settings, which are committed, and in the state: remove it and revoke it; see " +
          "docs/on-cluster.md for how secrets get to the cluster";
        return [{ setting: `${setting}.${path}`, message }];
      }
      const own = decided[key];
      if (isMapping(value)) return problems(path, value, isMapping(own) ? own : {});
      if (!Object.hasOwn(decided, key)) return [];
      const message = "is decided by the other settings of octopus.onCluster: remove it";
      return [{ setting: `${setting}.${path}`, message }];
    });
  return problems("", theirs, ours);
}

function isMapping(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
