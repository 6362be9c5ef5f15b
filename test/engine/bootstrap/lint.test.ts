import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ensurePython } from "../../../sandbox/engine/python";
import { list } from "../../../trust/documents/policy";
import { places, provisioner, statements, templateFile } from "../../support/bootstrap";

/** Prints the types of resources that actions are about, as AWS's authorization reference has them. */
const reference = `import json, sys
from cfnlint.data import AdditionalSpecs
from cfnlint.helpers import load_resource
services = load_resource(AdditionalSpecs, "Policies.json")
print(json.dumps({action: services[action.split(":")[0]]["Actions"][action.split(":")[1].lower()].get("Resources", [])
  for action in sys.argv[1:]}))`;

describe("bootstrap template, judged by cfn-lint", () => {
  let python: string;
  let folder: string;
  before(async () => {
    python = await ensurePython(() => undefined);
    folder = mkdtempSync(join(tmpdir(), "octolaunch-lint-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (program: string, ...args: string[]): string => {
    const { stdout, stderr } = spawnSync(python, ["-I", "-c", program, ...args], { encoding: "utf8" });
    assert.equal(stderr, "");
    return stdout;
  };
  /** What is found in a template, remarks included; each cut short, as it lists all that would be right. */
  const findings = (template: string): string[] => {
    const file = join(folder, "template.yaml");
    writeFileSync(file, template);
    const output = run(
      "from cfnlint.runner import main; main()",
      ...["--include-checks", "I", "--format", "parseable"],
      ...["--regions", ...places.map(({ region }) => region), "--", file],
    );
    return output.split("\n").flatMap((line) => (line ? line.replace(`${file}:`, "").slice(0, 200) : []));
  };
  /** A template of nothing but these policies, of the type that cfn-lint compares actions and resources of. */
  const policies = (documents: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({
      Resources: Object.fromEntries(
        Object.entries(documents).map(([PolicyName, PolicyDocument]) => [
          PolicyName.replace(/\W/g, ""),
          { Type: "AWS::IAM::Policy", Properties: { PolicyName, PolicyDocument, Roles: ["Provisioner"] } },
        ]),
      ),
    });

  it("has nothing to find, in a region of every partition", () => {
    const template = readFileSync(templateFile, "utf8");
    assert.deepEqual(findings(template), []);
    assert.equal(findings(template.replace("kms:CreateKey", "kms:CreateKeys")).length, 1);
  });

  it("has ARNs of the types that its actions are about", () => {
    const { inline, managed } = provisioner("tooling", {
      ExistingVpcId: "vpc-1234",
      OctopusIssuer: "octopus.example.com",
    });
    const template = policies({ inline, ...managed });
    assert.deepEqual(findings(template), []);
    assert.notDeepEqual(findings(template.replaceAll(":log-group:", ":stream:")), []);
  });

  it("has ARNs only where actions are about resources at all", () => {
    const allowed = statements(provisioner("tooling", { OctopusIssuer: "octopus.example.com" })).filter(
      ({ Effect }) => Effect === "Allow",
    );
    const actions = [...new Set(allowed.flatMap(({ Action }) => list(Action)))];
    const about = JSON.parse(run(reference, ...actions)) as Record<string, readonly string[]>;
    const limited = allowed
      .filter(({ Resource }) => Resource !== "*")
      .flatMap(({ Action }) => list(Action))
      .filter((action) => about[action]?.length === 0);
    // The reference lacks its resource; AWS's own example of a least privilege has the cluster's ARN:
    // https://docs.aws.amazon.com/eks/latest/userguide/security-iam-id-based-policy-examples.html
    assert.deepEqual(limited, ["eks:CreateCluster"]);
  });
});
