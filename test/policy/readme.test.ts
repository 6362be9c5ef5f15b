import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { configSchema, defaults } from "../../policy-pack/config/schema";
import type { WrittenSettings } from "../../policy-pack/config/settings";
import type { Rule } from "../../policy-pack/rule";
import { rules } from "../../policy-pack/rules";
import { deployRoleContained } from "../../policy-pack/rules/deploy-role-contained";
import { judge, type Said } from "./judge";
import { resourcesOf } from "./program";
import { deployRoleName, output, resource, type Given } from "./resources";

const text = readFileSync("policy-pack/README.md", "utf8");

/** What the examples of a rule are judged by; the defaults where its section says nothing. */
function configurationOf(rule: string): Partial<WrittenSettings> {
  const [, json = "{}"] = /^```json configuration\n([^]*?)^```$/m.exec(sectionOf(rule)) ?? [];
  return JSON.parse(json) as Partial<WrittenSettings>;
}

/** A program of the README, and what it says that the rule says of it. */
interface Example {
  readonly verdict: "refused" | "advised" | "accepted";
  readonly resources: readonly Given[];
  readonly said: string;
}

const [, common = ""] = /^```ts common\n([^]*?)^```$/m.exec(text) ?? [];

function sectionOf(rule: string): string {
  const [section = ""] = new RegExp(`^### ${rule}$(?:(?!^##)[^])*`, "m").exec(text) ?? [];
  return section;
}

function examplesOf(rule: string): readonly Example[] {
  const blocks = /^```ts (refused|advised|accepted)\n([^]*?)^```$(?:\n\n```text\n([^]*?)^```$)?/gm;
  return [...sectionOf(rule).matchAll(blocks)].map(([, verdict, code = "", said = ""]) => ({
    verdict: verdict as Example["verdict"],
    resources: resourcesOf(common + code),
    said,
  }));
}

/** As a preview prints it. */
function printed(
  { description }: Rule,
  { policy, level, about, message }: Said,
  of: readonly Given[],
): string {
  const type = of.find(({ name }) => name === about)?.type;
  const where = type === undefined ? "" : `  (${type}: ${about})`;
  return `[${level}]  ${policy}${where}\n${description}\n${message}\n`;
}

function verdictOf({ level }: Rule, said: readonly Said[]): Example["verdict"] {
  if (said.length === 0) return "accepted";
  return level === "advisory" || said.some((one) => one.level === "mandatory") ? "refused" : "advised";
}

/** Rows of the first table under a heading, each as its cells. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const [section = ""] = new RegExp(`^## ${heading}$(?:(?!^##)[^])*`, "m").exec(text) ?? [];
  const [, rows = ""] = /^\|[ |-]+\|\n((?:\|.*\n)+)/m.exec(section) ?? [];
  return rows
    .trimEnd()
    .split("\n")
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe("the README of the policy pack", () => {
  it("lists every rule with its level and what always holds, in the order of the pack", () =>
    assert.deepEqual(
      tableUnder("Rules"),
      rules.map(({ name, level, description }) => [`[\`${name}\`](#${name})`, level, description]),
    ));

  it("lists every key of the configuration with what it means", () =>
    assert.deepEqual(
      tableUnder("Configuration").map(([key, meaning]) => [key, meaning]),
      Object.entries(configSchema.properties).map(([key, { description }]) => [`\`${key}\``, description]),
    ));

  it("has the defaults of the configuration", () => {
    const [, json = ""] = /^```json defaults\n([^]*?)^```$/m.exec(text) ?? [];
    assert.deepEqual(JSON.parse(json), defaults);
  });

  describe("about the article's permission sets", () => {
    for (const [account, advice] of Object.entries({ tooling: 0, dev: 1, staging: 1, prod: 0 })) {
      it(`is right about that of ${account}`, () => {
        const where = account as "tooling" | "dev" | "staging" | "prod";
        const document = (kind: string): string =>
          readFileSync(`test/expected/${deployRoleName(where)}.${kind}.json`, "utf8");
        const props = { name: deployRoleName(where), path: "/octopus/deploy/" };
        const role = resource(
          "aws:iam/role:Role",
          "deploy",
          { ...props, assumeRolePolicy: document("trust") },
          where,
        );
        const steps = { role: output(role, "name"), name: "steps", policy: document("permissions") };
        const said = judge(deployRoleContained, [
          role,
          resource("aws:iam/rolePolicy:RolePolicy", "steps", steps, where),
        ]);
        assert.deepEqual(
          said.map(({ policy }) => policy),
          Array(advice).fill("deploy-role-contained-advice"),
        );
      });
    }
  });

  for (const rule of rules) {
    describe(`about ${rule.name}`, () => {
      const examples = examplesOf(rule.name);

      it("has an example that is refused and one that is accepted", () => {
        const verdicts = examples.map(({ verdict }) => verdict);
        assert(verdicts.includes("refused") && verdicts.includes("accepted"), verdicts.join());
      });

      for (const { verdict, resources, said } of examples) {
        it(`shows what the rule says of the example that is ${verdict}`, () => {
          const really = judge(rule, resources, { config: configurationOf(rule.name) });
          assert.equal(really.map((one) => printed(rule, one, resources)).join("\n"), said);
          assert.equal(verdictOf(rule, really), verdict);
        });
      }
    });
  }
});
