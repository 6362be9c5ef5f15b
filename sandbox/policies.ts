import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { policyConfig } from "../policy-pack/generate";
import type { Session } from "./session";

/**
 * Arguments that have a command judged by the project's policies, configured for its organization.
 *
 * @throws Error with all that is wrong with the project's settings
 */
export function policyArguments({ home, project }: Session): readonly string[] {
  const file = join(home.root, "policies.json");
  writeFileSync(file, JSON.stringify(policyConfig(project.folder), undefined, 2));
  return ["--policy-pack", join(project.folder, "policy-pack"), "--policy-pack-config", file];
}

/** What policies said while a command ran, as the engine printed it. */
export interface PolicyReports {
  readonly violations: readonly string[];
  readonly advice: readonly string[];
}

/** @param output of a command of the engine, uncoloured */
export function policyReports(output: string): PolicyReports {
  const [, section = ""] = /^Policies:\n((?: .*\n)*)/m.exec(output) ?? [];
  const reports = section.split(/^ {8}- (?=\[)/m).slice(1);
  return {
    violations: reports.filter((report) => report.startsWith("[mandatory]")).map(indented),
    advice: reports.filter((report) => report.startsWith("[advisory]")).map(indented),
  };
}

function indented(report: string): string {
  return report.trim().replace(/^ +/gm, "  ");
}
