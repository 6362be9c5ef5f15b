import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { IAMClient, UntagRoleCommand, UpdateRoleCommand, type IAMClientConfig } from "@aws-sdk/client-iam";
import { pluginVersions } from "../../../sandbox/versions";
import { accounts, nameOf, TestEngine, type StateResource, type TestStack } from "./engine";
import type { Node } from "./program";
import { allow, trust } from "./samples/sample";

const provider = "tooling";
const ec2 = trust("ec2.amazonaws.com");
const role = (name: string, inputs: Record<string, unknown> = {}): Node => ({
  name,
  type: "aws:iam/role:Role",
  provider,
  inputs: { name, assumeRolePolicy: ec2, ...inputs },
});

describe("resources of the aws plugin", function () {
  this.timeout(120_000);
  let engine: TestEngine;
  before(async () => {
    engine = await TestEngine.start();
  });
  afterEach(() => engine.aws.control("DELETE", "faults"));
  after(() => engine.stop());

  const fault = (match: Record<string, string>, rest: Record<string, unknown>) =>
    engine.aws.control("POST", "faults", [{ match, ...rest }]);
  const requests = async (action: string) =>
    (await engine.aws.control<{ action: string }[]>("GET", "requests")).filter(
      (one) => one.action === action,
    );
  const only = async (stack: TestStack): Promise<StateResource> => {
    const [first, second] = await stack.resources();
    assert.ok(first && !second);
    return first;
  };

  const refusals: { what: string; node: Node; says: RegExp }[] = [
    {
      what: "a type that the sandbox does not know",
      node: { name: "b", type: "aws:s3/bucket:Bucket", provider, inputs: {} },
      says: /the sandbox does not know the resource type 'aws:s3\/bucket:Bucket'/,
    },
    {
      what: "a property that the sandbox does not know",
      node: role("r", { managedPolicyArns: [] }),
      says: /aws:iam\/role:Role has no property 'managedPolicyArns' in the sandbox, which knows: name, path, /,
    },
    {
      what: "a nested property that the sandbox does not know",
      node: {
        name: "lt",
        type: "aws:ec2/launchTemplate:LaunchTemplate",
        provider,
        inputs: { metadataOptions: { httpToken: "required" } },
      },
      says: /has no property 'metadataOptions.httpToken' in the sandbox/,
    },
    {
      what: "a missing property",
      node: role("r", { assumeRolePolicy: undefined }),
      says: /aws:iam\/role:Role needs 'assumeRolePolicy'/,
    },
    {
      what: "a session that AWS does not allow",
      node: role("r", { maxSessionDuration: 99_999 }),
      says: /AWS refuses aws:iam\/role:Role: 99999 is greater than the maximum of 43200 \(E3034 at MaxSessionDuration\)/,
    },
    {
      what: "an ARN that is none",
      node: {
        name: "p",
        type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        provider,
        inputs: { clusterName: "c", namespace: "n", serviceAccount: "s", roleArn: "x" },
      },
      says: /AWS refuses aws:eks\/podIdentityAssociation:PodIdentityAssociation: .*RoleArn/,
    },
    {
      what: "an enumeration's value that does not exist",
      node: {
        name: "e",
        type: "aws:ec2/vpcEndpoint:VpcEndpoint",
        provider,
        inputs: { vpcId: "vpc-1", serviceName: "com.amazonaws.us-east-1.sts", vpcEndpointType: "Interfacee" },
      },
      says: /AWS refuses aws:ec2\/vpcEndpoint:VpcEndpoint: 'Interfacee' is not one of/,
    },
    {
      what: "an action that does not exist in a trust policy",
      node: role("r", { assumeRolePolicy: trust("ec2.amazonaws.com", "sts:AssumeRolee") }),
      says: /AWS refuses aws:iam\/role:Role: .*assumerolee/i,
    },
  ];
  for (const [index, { what, node, says }] of refusals.entries()) {
    it(`refuse ${what}, at preview`, async () => {
      const stack = await engine.stack(`refused-${index}`);
      await assert.rejects(stack.preview({ resources: [node] }), (error: Error) => says.test(error.message));
    });
  }

  it("refuse a function that the sandbox does not know", async () => {
    const stack = await engine.stack("function");
    const invokes = [{ name: "x", token: "aws:s3/getBucket:getBucket", provider, args: {} }];
    const { code, output } = await stack.up({ resources: [], invokes });
    assert.notEqual(code, 0);
    assert.match(output, /the sandbox does not know the function 'aws:s3\/getBucket:getBucket'/);
  });

  it("that exist already are refused in AWS's words", async () => {
    const stack = await engine.stack("twice");
    await stack.mustUp({ resources: [role("Twice")] });
    const { output } = await (await engine.stack("again")).up({ resources: [role("Twice")] });
    assert.match(
      output,
      /creating IAM Role \(Twice\): EntityAlreadyExists: Role with name Twice already exists\./,
    );
  });

  it("keep a made-up name until the program gives one", async () => {
    const stack = await engine.stack("names");
    const unnamed = { ...role("launcher"), inputs: { assumeRolePolicy: ec2 } };
    await stack.mustUp({ resources: [unnamed] });
    const { id } = await only(stack);
    assert.match(id, /^launcher-[0-9a-f]{7}$/);
    assert.deepEqual(await changes(stack, [unnamed]), {});
    assert.deepEqual(await changes(stack, [role("launcher")]), { launcher: "replace" });
  });

  it("show a difference in the meaning of a document, not in its spelling", async () => {
    const stack = await engine.stack("documents");
    const policy = (text: string): Node => ({
      name: "p",
      type: "aws:iam/policy:Policy",
      provider,
      inputs: { name: "documents", policy: text },
    });
    await stack.mustUp({ resources: [policy(allow("s3:GetObject"))] });
    const spelled = `{"Statement": {"Resource": ["*"], "Action": ["s3:GetObject"], "Effect": "Allow"},\n "Version": "2012-10-17"}`;
    assert.deepEqual(await changes(stack, [policy(spelled)]), {});
    assert.deepEqual(await changes(stack, [policy(allow("s3:PutObject"))]), { p: "update" });
  });

  it("that somebody changed are seen by a refresh and put right by the next up", async () => {
    const stack = await engine.stack("drift");
    const resources = [role("Drift", { description: "ours", tags: { Env: "dev" } })];
    await stack.mustUp({ resources });
    const settings: IAMClientConfig = await engine.aws.administrator(accounts.tooling);
    const iam = new IAMClient(settings);
    await iam.send(
      new UpdateRoleCommand({ RoleName: "Drift", Description: "theirs", MaxSessionDuration: 7200 }),
    );
    await iam.send(new UntagRoleCommand({ RoleName: "Drift", TagKeys: ["Env"] }));
    await stack.mustRun("refresh", "--yes", "--skip-preview");
    const { outputs } = await only(stack);
    assert.deepEqual([outputs.description, outputs.tags], ["theirs", undefined]);
    assert.deepEqual(await changes(stack, resources), { Drift: "update" });
    await stack.mustUp({ resources });
    assert.deepEqual((await only(stack)).outputs.maxSessionDuration, 3600);
  });

  it("keep secrets secret in the state", async () => {
    const stack = await engine.stack("secrets");
    const description = { secret: "hush" };
    await stack.mustUp({
      resources: [role("Secret", { description, tags: { Env: { secret: "hush" }, plain: "x" } })],
    });
    const state = JSON.stringify(await only(stack));
    // The engine, which keeps track of secrets, does not know that tagsAll repeats tags.
    assert.doesNotMatch(state.replaceAll(/"tagsAll":\{[^}]*\}/g, ""), /hush/);
    assert.match(state, /"plain":"x"/);
    assert.deepEqual(
      await changes(stack, [role("Secret", { description, tags: { Env: { secret: "hush" }, plain: "x" } })]),
      {},
    );
  });

  it("wait for a principal that IAM has not heard of yet", async () => {
    const stack = await engine.stack("principal");
    await fault(
      { service: "iam", action: "CreateRole" },
      {
        kind: "error",
        times: 2,
        status: 400,
        code: "MalformedPolicyDocument",
        message: 'Invalid principal in policy: "AWS":"arn:aws:iam::1:role/x"',
      },
    );
    await stack.mustUp({ resources: [role("Patient")] });
  });

  it("are tried again when AWS throttles", async () => {
    const stack = await engine.stack("throttled");
    await fault({ service: "iam" }, { kind: "throttle", times: 3 });
    await stack.mustUp({ resources: [role("Throttled")] });
  });

  it("whose creation failed halfway are completed by the next up", async () => {
    const stack = await engine.stack("halfway");
    const vpc: Node = {
      name: "vpc",
      type: "aws:ec2/vpc:Vpc",
      provider,
      inputs: { cidrBlock: "10.9.0.0/16", enableDnsHostnames: true },
    };
    const refused = { kind: "error", status: 400, code: "UnauthorizedOperation", message: "not now" };
    await fault({ service: "ec2", action: "ModifyVpcAttribute" }, refused);
    const before = (await requests("CreateVpc")).length;
    const { output } = await stack.up({ resources: [vpc] });
    assert.match(output, /creating EC2 VPC \(vpc-\w+\): UnauthorizedOperation: not now/);
    await stack.mustUp({ resources: [vpc] });
    assert.equal((await requests("CreateVpc")).length, before + 1);
    assert.equal((await only(stack)).outputs.enableDnsHostnames, true);
    assert.deepEqual(await changes(stack, [vpc]), {});
  });

  it("whose update failed halfway are completed by the next up", async () => {
    const stack = await engine.stack("half-update");
    await stack.mustUp({ resources: [role("Half")] });
    const changed = [
      role("Half", { description: "new", assumeRolePolicy: trust("ecs-tasks.amazonaws.com") }),
    ];
    const refused = { kind: "error", status: 400, code: "UnmodifiableEntity", message: "not now" };
    await fault({ service: "iam", action: "UpdateRole" }, refused);
    const { output } = await stack.up({ resources: changed });
    assert.match(output, /updating IAM Role \(Half\): UnmodifiableEntity: not now/);
    await stack.mustUp({ resources: changed });
    assert.deepEqual((await only(stack)).outputs.description, "new");
  });

  async function changes(stack: TestStack, resources: Node[]): Promise<Record<string, string>> {
    const steps = await stack.preview({ resources });
    const changed = steps.filter(({ op, urn }) => op !== "same" && urn.includes("::aws:"));
    return Object.fromEntries(changed.map((step) => [nameOf(step), step.op]));
  }
});

describe("the process of a plugin", function () {
  this.timeout(30_000);
  let engine: TestEngine;
  before(async () => {
    engine = await TestEngine.start();
  });
  after(() => engine.stop());

  for (const name of ["aws", "eks"] as const) {
    it(`${name} says its port and ends with the engine`, async () => {
      const folder = join(engine.aws.home.pulumi, "plugins", `resource-${name}-v${pluginVersions[name]}`);
      // As the engine does it: it holds the other end of the standard input.
      const child = spawn(join(folder, `pulumi-resource-${name}`), ["127.0.0.1:1"], {
        stdio: ["pipe", "pipe", "inherit"],
      });
      const port = await new Promise<string>((resolve) =>
        child.stdout.once("data", (data: Buffer) => resolve(data.toString())),
      );
      assert.match(port, /^\d+\n$/);
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.stdin.end();
      await ended;
    });
  }
});
