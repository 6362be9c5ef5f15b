import { createHash } from "node:crypto";

import { characters } from "../../trust/documents/policy";
import type { Launcher } from "../config/model";
import type { Limits } from "../../trust/limits";
import { launcherPermissions } from "./launcher";

/**
 * Spreads ARNs over managed policies by rendezvous hashing: one more shard takes ARNs from the others and moves
 * nothing between them, and one more ARN edits one policy.
 *
 * @param targets ARNs of deploy roles
 * @param shards how many policies
 * @returns as many lists as shards; a list may be empty
 */
export function shard(targets: readonly string[], shards: number): string[][] {
  const lists: string[][] = Array.from({ length: shards }, () => []);
  for (const target of targets) {
    const weights = lists.map((_, index) => weight(target, index));
    lists[weights.indexOf(weights.reduce((most, one) => (one > most ? one : most)))]?.push(target);
  }
  return lists;
}

/** The first 32 bits of a hash over the pair, which decide who gets the ARN. */
function weight(target: string, index: number): number {
  return createHash("sha256").update(`${index}:${target}`).digest().readUInt32BE(0);
}

/** Whether every shard's policy is within what a managed policy holds. */
export function shardsFit({ targets }: Pick<Launcher, "targets">, shards: number, limits: Limits): boolean {
  return shard(targets, shards).every(
    (list) => list.length === 0 || characters(launcherPermissions(list)) <= limits.managedPolicyCharacters,
  );
}
