import assert from "node:assert/strict";
import {
  DescribePolicyCommand,
  DetachPolicyCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
  UpdatePolicyCommand,
} from "@aws-sdk/client-organizations";
import { accounts, nameOf, providerOf, TestEngine, type StateResource, type TestStack } from "./engine";
import type { Node } from "./program";
import { deny } from "./samples/sample";

const providers = { management: providerOf("management"), tooling: providerOf("tooling") };
const scp = deny("s3:DeleteBucket");
const policy = (inputs: Record<string, unknown>, more: Partial<Node> = {}): Node => ({
  name: "policy",
  type: "aws:organizations/policy:Policy",
  provider: "management",
  inputs: { content: scp, ...inputs },
  ...more,
});
const attachment = (inputs: Record<string, unknown> = {}, more: Partial<Node> = {}): Node => ({
  name: "attachment",
  type: "aws:organizations/policyAttachment:PolicyAttachment",
  provider: "management",
  inputs: { policyId: "${policy.id}", targetId: accounts.dev, ...inputs },
  ...more,
});

describe("policies of an organization", function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let organizations: OrganizationsClient;
  before(async () => {
    engine = await TestEngine.start();
    organizations = new OrganizationsClient(engine.aws.management());
  });
  afterEach(() => engine.aws.control("DELETE", "faults"));
  after(() => engine.stop());

  const up = (stack: TestStack, ...resources: Node[]) => stack.up({ providers, resources });
  const mustUp = (stack: TestStack, ...resources: Node[]) => stack.mustUp({ providers, resources });
  async function changes(stack: TestStack, ...resources: Node[]): Promise<Record<string, string>> {
    const steps = await stack.preview({ providers, resources });
    const changed = steps.filter(({ op, urn }) => op !== "same" && urn.includes("::aws:"));
    return Object.fromEntries(changed.map((step) => [nameOf(step), step.op]));
  }
  const idOf = async (stack: TestStack, name: string): Promise<string> =>
    (await stack.resources()).find((one: StateResource) => nameOf(one) === name)?.id ?? "";
  const describePolicy = async (PolicyId: string) =>
    (await organizations.send(new DescribePolicyCommand({ PolicyId }))).Policy;
  const attachedTo = async (TargetId: string) => {
    const request = new ListPoliciesForTargetCommand({ TargetId, Filter: "SERVICE_CONTROL_POLICY" });
    return (await organizations.send(request)).Policies?.map(({ Id }) => Id);
  };

  it("are made up a name, and are service control policies unless the program says otherwise", async () => {
    const stack = await engine.stack("defaults");
    await mustUp(stack, policy({}));
    const { PolicySummary } = (await describePolicy(await idOf(stack, "policy"))) ?? {};
    assert.match(PolicySummary?.Name ?? "", /^policy-[0-9a-f]{7}$/);
    assert.equal(PolicySummary?.Type, "SERVICE_CONTROL_POLICY");
    assert.deepEqual(await changes(stack, policy({})), {});
    assert.deepEqual(await changes(stack, policy({ name: "given" })), { policy: "update" });
  });

  it("show a difference in their content, not in its spelling", async () => {
    const stack = await engine.stack("spelling");
    await mustUp(stack, policy({ name: "spelled" }));
    const { Statement, Version } = JSON.parse(scp) as { Statement: object; Version: string };
    const spelled = JSON.stringify({ Statement, Version }, undefined, 2);
    assert.notEqual(spelled, scp);
    assert.deepEqual(await changes(stack, policy({ name: "spelled", content: spelled })), {});
    const other = policy({ name: "spelled", content: deny("s3:DeleteObject") });
    assert.deepEqual(await changes(stack, other), { policy: "update" });
  });

  it("that somebody changed or detached are seen by a refresh and put right by the next up", async () => {
    const stack = await engine.stack("drift");
    const resources = [policy({ name: "drift", description: "ours" }), attachment()];
    await mustUp(stack, ...resources);
    const PolicyId = await idOf(stack, "policy");
    await organizations.send(new DetachPolicyCommand({ PolicyId, TargetId: accounts.dev }));
    await organizations.send(
      new UpdatePolicyCommand({ PolicyId, Content: deny("s3:DeleteObject"), Description: "theirs" }),
    );
    await stack.mustRun("refresh", "--yes", "--skip-preview");
    assert.deepEqual(await changes(stack, ...resources), { policy: "update", attachment: "create" });
    await mustUp(stack, ...resources);
    const now = await describePolicy(PolicyId);
    assert.deepEqual([now?.Content, now?.PolicySummary?.Description], [scp, "ours"]);
    assert.deepEqual(await attachedTo(accounts.dev), ["p-FullAWSAccess", PolicyId]);
    await stack.mustRun("destroy", "--yes", "--skip-preview");
    assert.deepEqual(await attachedTo(accounts.dev), ["p-FullAWSAccess"]);
  });

  it("that are no longer attached count as detached", async () => {
    const stack = await engine.stack("detached");
    await mustUp(stack, policy({ name: "detached" }), attachment());
    const PolicyId = await idOf(stack, "policy");
    await organizations.send(new DetachPolicyCommand({ PolicyId, TargetId: accounts.dev }));
    await stack.mustRun("destroy", "--yes", "--skip-preview");
  });

  it("stay, attached, when the program says so", async () => {
    const stack = await engine.stack("kept");
    const resources = [policy({ name: "kept", skipDestroy: false }), attachment()];
    await mustUp(stack, ...resources);
    const kept = [policy({ name: "kept", skipDestroy: true }), attachment({ skipDestroy: true })];
    assert.deepEqual(await changes(stack, ...kept), { policy: "update", attachment: "update" });
    await mustUp(stack, ...kept);
    const id = await idOf(stack, "policy");
    await stack.mustRun("destroy", "--yes", "--skip-preview");
    assert.deepEqual(await attachedTo(accounts.dev), ["p-FullAWSAccess", id]);
    await organizations.send(new DetachPolicyCommand({ PolicyId: id, TargetId: accounts.dev }));
  });

  for (const [index, code] of [
    "ConcurrentModificationException",
    "FinalizingOrganizationException",
  ].entries()) {
    it(`are tried again after a ${code}`, async () => {
      const stack = await engine.stack(`again-${index}`);
      const refused = { kind: "error", status: 400, code, message: "Not now. Try again later.", times: 1 };
      const actions = ["CreatePolicy", "AttachPolicy", "UpdatePolicy", "DetachPolicy", "DeletePolicy"];
      const faults = actions.map((action) => ({ match: { service: "organizations", action }, ...refused }));
      await engine.aws.control("POST", "faults", faults);
      await mustUp(stack, policy({ name: `again-${index}` }), attachment());
      await mustUp(stack, policy({ name: `renamed-${index}` }), attachment());
      await stack.mustRun("destroy", "--yes", "--skip-preview");
      assert.deepEqual(await engine.aws.control("GET", "faults"), []);
    });
  }

  it("are not tried again when they may not be", async () => {
    const stack = await engine.stack("refused");
    const { code, output } = await up(stack, policy({ name: "refused" }, { provider: "tooling" }));
    assert.notEqual(code, 0);
    assert.match(output, /creating Organizations Policy \(refused\): AccessDeniedException: /);
  });

  const refusals: { what: string; resources: Node[]; says: RegExp }[] = [
    {
      what: "a type that there is not",
      resources: [policy({ type: "SCP" })],
      says: /AWS refuses aws:organizations\/policy:Policy: 'SCP' is not one of .* at Type/,
    },
    {
      what: "a name that is too long",
      resources: [policy({ name: "n".repeat(129) })],
      says: /AWS refuses aws:organizations\/policy:Policy: .* at Name/,
    },
    {
      what: "content that is no JSON",
      resources: [policy({ content: "{" })],
      says: /aws:organizations\/policy:Policy expects a document in JSON as 'content'/,
    },
    {
      what: "a malformed document",
      resources: [policy({ name: "malformed", content: deny("s3:*", { Principal: "*" }) })],
      says: /creating Organizations Policy \(malformed\): MalformedPolicyDocumentException: /,
    },
    {
      what: "a name that is taken",
      resources: [policy({ name: "FullAWSAccess" })],
      says: /creating Organizations Policy \(FullAWSAccess\): DuplicatePolicyException: /,
    },
    {
      what: "what is attached already",
      resources: [attachment({ policyId: "p-FullAWSAccess" })],
      says: /creating Organizations Policy Attachment: DuplicatePolicyAttachmentException: /,
    },
    {
      what: "the import of AWS's own policy",
      resources: [policy({ name: "FullAWSAccess" }, { options: { import: "p-FullAWSAccess" } })],
      says: /AWS-managed Organizations policy \(p-FullAWSAccess\) cannot be imported/,
    },
    {
      what: "the import of an attachment by an id that is none",
      resources: [attachment({ policyId: "p-FullAWSAccess" }, { options: { import: "p-FullAWSAccess" } })],
      says: /unexpected format for ID \(p-FullAWSAccess\), expected TARGETID:POLICYID/,
    },
  ];
  for (const [index, { what, resources, says }] of refusals.entries()) {
    it(`refuse ${what}`, async () => {
      const stack = await engine.stack(`refusal-${index}`);
      const { code, output } = await up(stack, ...resources);
      assert.notEqual(code, 0);
      assert.match(output, says);
    });
  }
});
