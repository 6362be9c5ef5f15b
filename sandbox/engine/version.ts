import { spawnSync } from "node:child_process";

type Version = readonly [major: number, minor: number, patch: number, prerelease: string];

/** @returns whether a Pulumi CLI of that version can be used where `needed` is asked for */
export function isSuitable(version: string, needed: string): boolean {
  const have = parse(version);
  const want = parse(needed);
  if (have === undefined || want === undefined || have[0] !== want[0]) return false;
  if (have[1] !== want[1]) return have[1] > want[1];
  if (have[2] !== want[2]) return have[2] > want[2];
  // A prerelease comes before its release.
  return have[3] === "" || want[3] !== "";
}

function parse(version: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)([-+].*)?$/.exec(version);
  if (match === null) return undefined;
  const [, major, minor, patch, rest = ""] = match;
  return [Number(major), Number(minor), Number(patch), rest.startsWith("-") ? rest : ""];
}

/** What a Pulumi CLI says that it is, without the leading `v`; nothing if it does not run. */
export function versionOf(pulumi: string): string | undefined {
  const { status, stdout } = spawnSync(pulumi, ["version"], {
    encoding: "utf8",
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: 30_000,
  });
  return status === 0 ? stdout.trim().replace(/^v/, "") : undefined;
}

/** @throws Error unless the Pulumi CLI runs and is of exactly that version */
export function verify(pulumi: string, version: string): void {
  const found = versionOf(pulumi);
  if (found !== version) {
    throw new Error(`${pulumi} should be Pulumi ${version}, but ${found ? `is ${found}` : "does not run"}`);
  }
}
