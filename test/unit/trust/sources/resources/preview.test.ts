import assert from "node:assert/strict";

import { account, permissions, sentinel, trustPolicy, urnOf } from "../../../../fixtures/trust-resources";
import { fromResources } from "../../../../../trust/sources/resources";
import { resourcesOfPreview } from "../../../../../trust/sources/resources/state";
import { unknown } from "../../../../../trust/truth";

const providerUrn = urnOf("pulumi:providers:aws", "dev");
const provider = {
  urn: providerUrn,
  custom: true,
  id: "5b1c6c3d-0c5c-4f27-8d3c-6b8a1e1b2c3d",
  type: "pulumi:providers:aws",
  inputs: { allowedAccountIds: `["${account}"]`, region: "us-east-1", version: "7.48.0" },
  outputs: { allowedAccountIds: `["${account}"]`, region: "us-east-1", version: "7.48.0" },
};
const urn = urnOf("aws:iam/role:Role", "deploy");
const role = (more: object = {}): object => ({
  urn,
  custom: true,
  id: "deploy",
  type: "aws:iam/role:Role",
  inputs: {
    __defaults: [],
    name: "deploy",
    assumeRolePolicy: trustPolicy(),
    description: "Managed by Pulumi",
  },
  outputs: {
    arn: `arn:aws:iam::${account}:role/deploy`,
    assumeRolePolicy: trustPolicy(),
    id: "deploy",
    inlinePolicies: [{ name: "a", policy: permissions("s3:*") }],
    managedPolicyArns: [],
    maxSessionDuration: 3600,
    name: "deploy",
    path: "/",
    tagsAll: { Team: "Shop" },
    uniqueId: "AROAEXAMPLEEXAMPLE123",
  },
  provider: `${providerUrn}::5b1c6c3d-0c5c-4f27-8d3c-6b8a1e1b2c3d`,
  propertyDependencies: { name: null, assumeRolePolicy: [] },
  ...more,
});
const exported = (...resources: object[]): object => ({
  version: 3,
  deployment: { manifest: {}, resources },
});

// The shape of https://www.pulumi.com/docs/cli/commands/pulumi_stack_export/

describe("a preview", () => {
  const created = {
    ...role({ id: undefined, outputs: undefined, provider: `${providerUrn}::${sentinel}` }),
  };
  const step = (op: string, newState?: object): object => ({
    op,
    urn: newState && "urn" in newState ? newState.urn : urn,
    newState,
  });

  it("gives the resources as they will be", () => {
    const preview = {
      steps: [step("create", provider), step("create", created)],
      changeSummary: { create: 2 },
    };
    const { roles } = fromResources(resourcesOfPreview(JSON.stringify(preview)));
    assert.deepEqual([...roles.keys()], [`arn:aws:iam::${account}:role/deploy`]);
    assert.deepEqual(resourcesOfPreview(preview)[1]?.provider?.props, {
      id: provider.id,
      ...provider.inputs,
    });
  });

  it("has what was asked for where what comes out is not known yet", () => {
    const state = role({
      outputs: { name: sentinel, arn: sentinel, assumeRolePolicy: trustPolicy("ec2.amazonaws.com") },
    });
    const [, one] = resourcesOfPreview({ steps: [step("update", provider), step("update", state)] });
    assert.equal(one?.props.name, "deploy");
    assert.equal(one?.props.arn, unknown);
    assert.equal(one?.props.assumeRolePolicy, trustPolicy("ec2.amazonaws.com"));
    assert.equal(one?.props.id, "deploy");
  });

  it("has nothing of what is deleted, and replaces once", () => {
    const before = role({ inputs: { name: "before" } });
    const after = role({ inputs: { name: "after" } });
    const steps = [
      step("create-replacement", before),
      step("replace", after),
      step("delete-replaced"),
      { op: "delete", urn: "urn:gone", oldState: role() },
    ];
    const resources = resourcesOfPreview({ steps, changeSummary: { replace: 1, delete: 1 } });
    assert.equal(resources.length, 1);
    assert.equal(fromResources(resources).roles.size, 1);
  });

  it("keeps what is blinded unknown", () => {
    const hidden = role({
      inputs: { name: "deploy", tags: { a: ["[secret]"] }, assumeRolePolicy: "[secret]" },
      outputs: {},
    });
    const [one] = resourcesOfPreview({ steps: [step("create", hidden)] });
    assert.equal(one?.props.assumeRolePolicy, unknown);
    assert.deepEqual(one?.props.tags, { a: [unknown] });
  });

  it("is refused if it leaves out what stays the same", () => {
    const steps = [step("same", provider)];
    assert.equal(resourcesOfPreview({ steps, changeSummary: { same: 1 } }).length, 1);
    assert.equal(resourcesOfPreview({ steps: [...steps, step("create", role())] }).length, 2);
    assert.throws(
      () => resourcesOfPreview({ steps: [...steps, step("create", role())], changeSummary: { same: 3 } }),
      /leaves out 2 resources that stay the same: run it with --show-sames/,
    );
  });

  it("is refused if it is none", () => {
    assert.throws(() => resourcesOfPreview(exported()), /no preview in JSON: it has no steps/);
  });
});
