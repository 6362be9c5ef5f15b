import type { OctopusSettings } from "../config/octopus";
import type { Problem } from "../config/problems";
import { urlVariable } from "./connection";

/** Something that we use of Octopus Server. */
export interface Use {
  /** To complete "is too old for ...". */
  readonly what: string;
  /** The first version that has it, e.g. `2025.1.4200`. */
  readonly since: string;
}

/**
 * What settings make us use of the server.
 *
 * @see https://github.com/OctopusDeploy/Issues/issues/9272 for the length of a space's name
 */
export function usesOf({ accounts, space }: Pick<OctopusSettings, "accounts" | "space">): readonly Use[] {
  const uses: Use[] = [{ what: "the retention of lifecycles", since: "2025.3" }];
  if (accounts.includes("ambient")) uses.push({ what: "steps with EKS Pod Identity", since: "2025.1.4200" });
  if (accounts.includes("oidc")) {
    uses.push({ what: "accounts of AWS with OpenID Connect", since: "2024.1" });
  }
  if ((space.name ?? "").length > 20)
    uses.push({ what: "a space's name of over 20 characters", since: "2025.2.1408" });
  return uses;
}

/**
 * Whether a server is new enough.
 *
 * @param version as the server's API says it, e.g. `2026.2.4567` or `2026.2.0-hotfix.1`
 * @param uses what is used of it
 */
export function versionProblems(version: string, uses: readonly Use[]): Problem[] {
  const running = parse(version);
  if (!running) {
    return [
      {
        setting: urlVariable,
        message: `is of a server whose version is not understood (${version}): is it Octopus Server?`,
      },
    ];
  }
  return uses
    .filter(({ since }) => isBefore(running, parse(since) ?? []))
    .map(({ what, since }) => ({
      setting: urlVariable,
      message: `is of Octopus Server ${version}, too old for ${what}: update it to ${since} or later`,
    }));
}

/** The numbers of a version; what comes after them, like a branch, does not count. */
function parse(version: string): readonly number[] | undefined {
  const [numbers] = /^\d+(\.\d+)+(?=$|[-+])/.exec(version) ?? [];
  return numbers?.split(".").map(Number);
}

/** Whether a version is before another. A number that is not written is 0. */
function isBefore(version: readonly number[], other: readonly number[]): boolean {
  for (let i = 0; i < Math.max(version.length, other.length); i++) {
    const difference = (version[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
