import { readFileSync } from "node:fs";

import { upperBound } from "../trust/bound/bound";
import { whoReaches } from "../trust/reach/reach";
import { worldOf } from "../trust/reach/world";
import { fromAccountDetails, type Details } from "../trust/sources/details";

/** What one organization costs, in milliseconds of processor time and mebibytes. */
export interface TrustRun {
  readonly parse: number;
  readonly load: number;
  /** Who could come into each role, by its trust policy alone. */
  readonly bound: number;
  /** Everybody who reaches any deploy role, with paths. */
  readonly reach: number;
  readonly reached: number;
  readonly mebibytes: number;
}

function timed<T>(work: () => T): { readonly result: T; readonly time: number } {
  const before = process.cpuUsage();
  const result = work();
  return { result, time: process.cpuUsage(before).user / 1000 };
}

/** In a process of its own, so that its memory is its own. */
function main(file: string): TrustRun {
  const text = readFileSync(file, "utf8");
  const parsed = timed(() => JSON.parse(text) as Details);
  const loaded = timed(() => fromAccountDetails(parsed.result));
  const { roles } = loaded.result;
  const bounds = timed(() => [...roles.values()].map(({ trust }) => upperBound(trust)));
  const deployRoles = [...roles.keys()].filter((arn) => arn.includes(":role/octopus/deploy/"));
  const reached = timed(() => whoReaches(worldOf(loaded.result), deployRoles));
  return {
    parse: parsed.time,
    load: loaded.time,
    bound: bounds.time,
    reach: reached.time,
    reached: reached.result.length,
    mebibytes: process.resourceUsage().maxRSS / 1024,
  };
}

console.log(JSON.stringify(main(process.argv[2] ?? "")));
