import assert from "node:assert/strict";

import * as sdk from "@aws-sdk/client-cloudformation";

import { refusal } from "./aws";
import { deployer, StackBench, template } from "./cloudformation-bench";

describe("Requests to the sandbox's CloudFormation", () => {
  let bench: StackBench;

  before(async function () {
    this.timeout(120_000);
    bench = await StackBench.start();
  });
  after(() => bench.aws.stop());

  const resource = (body: string): string => `Resources:\n  A:\n    ${body}\n`;
  const refusals: [what: string, request: () => Promise<unknown>, name: string, message: RegExp][] = [
    [
      "no capability",
      () => bench.cfn.send(new sdk.CreateStackCommand({ ...bench.input("x", {}), Capabilities: [] })),
      "InsufficientCapabilitiesException",
      /CAPABILITY_NAMED_IAM/,
    ],
    [
      "a parameter that is missing",
      () => bench.cfn.send(new sdk.CreateStackCommand({ ...bench.input("x", {}), Parameters: [] })),
      "ValidationError",
      /Parameters: \[Deployer\] must have values/,
    ],
    [
      "a parameter that does not exist",
      () => bench.create("x", { Nope: "1" }),
      "ValidationError",
      /Parameters: \[Nope\] do not exist/,
    ],
    [
      "a value that is not allowed",
      () => bench.create("x", { Kind: "other" }),
      "ValidationError",
      /'Kind' must be one of AllowedValues/,
    ],
    [
      "a value against its pattern",
      () => bench.create("x", { Deployer: `${deployer},arn:aws:iam::*:root` }),
      "ValidationError",
      /must be ARNs of users or roles/,
    ],
    [
      "a resource type it does not know",
      () => bench.create("x", {}, resource("Type: AWS::S3::Bucket")),
      "ValidationError",
      /does not know the resource type AWS::S3::Bucket/,
    ],
    [
      "a reference to nothing",
      () => bench.create("x", {}, resource("Type: AWS::IAM::Role\n    Properties: { Path: !Ref B }")),
      "ValidationError",
      /Unresolved resource dependencies \[B\]/,
    ],
    ["what is no YAML", () => bench.create("x", {}, "a: [b"), "ValidationError", /not well-formed/],
    [
      "a template that is too long",
      () => bench.create("x", {}, template + "#".repeat(60_000)),
      "ValidationError",
      /51200/,
    ],
    [
      "a stack twice",
      async () => {
        await bench.create("twice", { Name: "Twice" });
        return bench.create("twice", { Name: "Twice2" });
      },
      "AlreadyExistsException",
      /Stack \[twice\] already exists/,
    ],
    ["an update of no stack", () => bench.update("none", {}), "ValidationError", /none does not exist/],
  ];
  for (const [what, request, name, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const refused = await refusal(request());
      assert.equal(refused.name, name);
      assert.match(refused.message, message);
    });
  }
});
