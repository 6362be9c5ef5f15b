import assert from "node:assert/strict";

import { providerOf, TestEngine } from "../plugins/engine";
import type { Node } from "../plugins/program";
import { trust } from "../plugins/samples/sample";
import { JudgedStack } from "./judged";

const allowAll = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
});

/** A program of somebody who never heard of launchers: default provider, names by chance, outputs everywhere. */
function foreign(provider: string): readonly Node[] {
  const node = (type: string, name: string, inputs: Record<string, unknown>): Node => ({
    name,
    type,
    provider,
    inputs,
  });
  return [
    node("aws:iam/role:Role", "app", { name: "app", assumeRolePolicy: trust("ec2.amazonaws.com") }),
    node("aws:iam/policy:Policy", "storage", { name: "storage", policy: allowAll }),
    node("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "app-storage", {
      role: "${app.name}",
      policyArn: "${storage.arn}",
    }),
    node("aws:iam/rolePolicy:RolePolicy", "inline", { name: "inline", role: "${app.id}", policy: allowAll }),
    node("aws:ec2/vpc:Vpc", "network", { cidrBlock: "10.1.0.0/16" }),
  ];
}

describe("a program that has nothing to do with launchers", function () {
  this.timeout(300_000);
  let engine: TestEngine;
  before(async () => {
    engine = await TestEngine.start();
  });
  after(() => engine.stop());

  for (const provider of ["default", "dev"]) {
    it(`hears nothing from the policies with ${provider === "default" ? "the default" : "a"} provider`, async () => {
      const stack = await JudgedStack.create(engine, provider);
      const set = ["config", "set", "--stack", provider];
      await engine.pulumi([...set, "--path", "pulumi:disable-default-providers[0]", "none"]);
      await engine.pulumi([...set, "aws:region", "us-east-1"]);
      const program = { providers: { dev: providerOf("dev") }, resources: [...foreign(provider)] };
      const preview = await stack.preview(program);
      assert.equal(preview.code, 0, preview.output);
      assert.match(preview.output, /\+ \d+ to create/);
      const up = await stack.up(program);
      assert.equal(up.code, 0, up.output);
      for (const { violations, advice } of [preview, up]) assert.deepEqual([violations, advice], [[], []]);
    });
  }
});
