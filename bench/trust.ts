import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildSync } from "esbuild";

import { largeOrganizationDetails } from "../test/fixtures/trust-large";
import { median } from "./measure";
import type { TrustRun } from "./trust-run";

const sizes = [1_000, 10_000, 100_000];
/** Large ones take long, and differ less from run to run. */
const runsOf = (roles: number): number => (roles > 10_000 ? 1 : 3);

/**
 * Prints what loading an organization and searching it takes, as ratios to `JSON.parse` of the same input, and how it
 * grows with the number of roles.
 */
export function compareTrust(): void {
  const folder = mkdtempSync(join(tmpdir(), "octolaunch-bench-trust-"));
  try {
    const program = join(folder, "run.js");
    buildSync({
      entryPoints: [join(__dirname, "trust-run.ts")],
      bundle: true,
      platform: "node",
      outfile: program,
    });
    console.log("organization   roles  input MB  JSON.parse   load  bound  reach    total   peak  reached");
    for (const hostile of [false, true]) {
      const lines = sizes.map((roles) => ({ roles, ...measured(folder, program, roles, hostile) }));
      for (const { roles, megabytes, run } of lines) print(hostile, roles, megabytes, run);
      const grown = lines.map(({ roles, run }) => [Math.log(roles), Math.log(totalOf(run))] as const);
      console.log(`growth exponent ${slope(grown).toFixed(2)} (1 is linear)\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measured(
  folder: string,
  program: string,
  roles: number,
  hostile: boolean,
): { readonly megabytes: number; readonly run: TrustRun } {
  const file = join(folder, "organization.json");
  const text = JSON.stringify(largeOrganizationDetails({ accounts: roles / 10, roles, hostile, seed: 1 }));
  writeFileSync(file, text);
  const all = Array.from({ length: runsOf(roles) }, () => {
    const output = execFileSync(process.execPath, ["--max-old-space-size=8192", program, file], {
      encoding: "utf8",
    });
    return JSON.parse(output) as TrustRun;
  });
  const names = Object.keys(all[0] ?? {}) as (keyof TrustRun)[];
  const run = Object.fromEntries(names.map((name) => [name, median(all.map((one) => one[name]))]));
  return { megabytes: text.length / 1e6, run: run as unknown as TrustRun };
}

function totalOf({ load, reach }: TrustRun): number {
  return load + reach;
}

function print(hostile: boolean, roles: number, megabytes: number, run: TrustRun): void {
  const ratio = (time: number): string => `${(time / run.parse).toFixed(1)}x`;
  console.log(
    [
      (hostile ? "hostile" : "realistic").padEnd(12),
      String(roles).padStart(7),
      megabytes.toFixed(1).padStart(9),
      `${run.parse.toFixed(0)} ms`.padStart(11),
      ratio(run.load).padStart(6),
      ratio(run.bound).padStart(6),
      ratio(run.reach).padStart(6),
      `${(totalOf(run) / 1000).toFixed(2)} s`.padStart(8),
      `${run.mebibytes.toFixed(0)} MB`.padStart(7),
      String(run.reached).padStart(8),
    ].join(" "),
  );
}

/** Of the line through points that fits them best. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const over = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0);
  return over / points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
}
