import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { checkout } from "../../../sandbox/home";
import { policyReports, type PolicyReports } from "../../../sandbox/policies";
import { expected } from "../../fixtures/expected";
import { TestEngine, type Account, type Description, type Result, type TestStack } from "../plugins/engine";
import type { Node } from "../plugins/program";

/** The policy pack of this checkout, as whoever has a clone runs it. */
export const sources = join(checkout, "policy-pack");

/** How a command ended, and what the policies said meanwhile. */
export type Judgement = Result & PolicyReports;

/** One stack of a program as data, judged by policies while the engine previews it or brings it up. */
export class JudgedStack {
  private constructor(
    private readonly engine: TestEngine,
    private readonly stack: TestStack,
    private readonly pack: string,
  ) {}

  /** @param pack folder of the policies */
  static async create(engine: TestEngine, name: string, pack = sources): Promise<JudgedStack> {
    return new JudgedStack(engine, await engine.stack(name), pack);
  }

  preview(description: Description, config?: object): Promise<Judgement> {
    return this.run(["preview"], description, config);
  }

  /** Without a preview, so that nothing but the resource form stands before what is created. */
  up(description: Description, config?: object): Promise<Judgement> {
    return this.run(["up", "--yes", "--skip-preview"], description, config);
  }

  private async run(
    command: readonly string[],
    description: Description,
    config?: object,
  ): Promise<Judgement> {
    this.engine.program(description);
    const settings = join(this.engine.aws.home.root, "policies.json");
    writeFileSync(settings, JSON.stringify(config ?? {}));
    const policies = ["--policy-pack", this.pack, "--policy-pack-config", settings];
    const result = await this.stack.run(...command, ...policies);
    return { ...result, ...policyReports(result.output) };
  }
}

/** Policy and resource of a report, e.g. `launcher-only-assume DevDeployRole`. */
export function headOf(report: string): string {
  const [, policy, resource] = /^\[\w+\] +(\S+) +\(.*: (.*)\)$/m.exec(report) ?? [];
  return `${policy} ${resource}`;
}

/** A deploy role of the sample organization, with the trust policy that it should have or another. */
export function deployRole(account: Exclude<Account, "management">, trust?: unknown): Node {
  const name = `${account.charAt(0).toUpperCase()}${account.slice(1)}DeployRole`;
  const assumeRolePolicy = trust ?? expected(name, "trust");
  return {
    name,
    type: "aws:iam/role:Role",
    provider: account,
    inputs: {
      name,
      path: "/octopus/deploy/",
      assumeRolePolicy:
        typeof assumeRolePolicy === "string" ? assumeRolePolicy : JSON.stringify(assumeRolePolicy),
    },
  };
}

/** Lets in whoever has an AWS account. */
export const everybody = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
};
