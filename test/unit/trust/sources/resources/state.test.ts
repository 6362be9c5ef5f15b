import assert from "node:assert/strict";

import { account, permissions, trustPolicy, urnOf } from "../../../../fixtures/trust-resources";
import { fromResources } from "../../../../../trust/sources/resources";
import { resourcesOfExport } from "../../../../../trust/sources/resources/state";
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
const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:kGT3Q2vVEXAMPLE:EXAMPLE",
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
const stack = {
  urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
  custom: false,
  type: "pulumi:pulumi:Stack",
};
const exported = (...resources: object[]): object => ({
  version: 3,
  deployment: { manifest: {}, resources },
});

// The shape of https://www.pulumi.com/docs/cli/commands/pulumi_stack_export/

describe("the export of a stack", () => {
  it("gives its resources with what came out of them", () => {
    const json = exported(stack, provider, role());
    const resources = resourcesOfExport(json);
    assert.deepEqual(
      resources.map((one) => one.urn),
      [stack.urn, providerUrn, urn],
    );
    assert.deepEqual(resources[0], { urn: stack.urn, type: stack.type, props: {} });
    assert.deepEqual(resources[2]?.provider, {
      urn: providerUrn,
      type: "pulumi:providers:aws",
      props: { id: provider.id, ...provider.outputs },
    });
    assert.deepEqual(resources[2]?.propertyDependencies, { name: [], assumeRolePolicy: [] });
    assert.deepEqual(resourcesOfExport(JSON.stringify(json)), resources);

    const made = fromResources(resources).roles.get(`arn:aws:iam::${account}:role/deploy`);
    assert.deepEqual(
      [
        made?.account,
        made?.uniqueId,
        made?.maxSessionSeconds,
        made?.tags,
        made?.policies.map(({ name }) => name),
      ],
      [account, "AROAEXAMPLEEXAMPLE123", 3600, new Map([["team", "Shop"]]), ["a"]],
    );
  });

  it("keeps secrets unknown, encrypted or not", () => {
    for (const value of [
      secret,
      { ...secret, ciphertext: undefined, plaintext: JSON.stringify(trustPolicy()) },
    ]) {
      const hidden = role({
        inputs: { name: "deploy", assumeRolePolicy: value },
        outputs: { assumeRolePolicy: value },
      });
      const organization = fromResources(resourcesOfExport(exported(provider, hidden)));
      const [made] = organization.roles.values();
      assert.equal(made?.trust.statements, unknown);
      assert.deepEqual(organization.findings, []);
    }
  });

  it("has a secret of a provider as unknown, so that the account is not known", () => {
    const hidden = { ...provider, inputs: {}, outputs: { allowedAccountIds: secret } };
    const { roles } = fromResources(resourcesOfExport(exported(hidden, role({ outputs: {} }))));
    assert.equal(roles.get(urn)?.account, `the account of ${providerUrn}`);
  });

  it("has no account for a resource whose provider is not in it", () => {
    const { roles } = fromResources(resourcesOfExport(exported(role({ outputs: {} }))));
    assert.equal(roles.get(urn)?.account, `the account of ${providerUrn}`);
    const { roles: others } = fromResources(resourcesOfExport(exported(role({ outputs: {}, provider: "" }))));
    assert.equal(others.get(urn)?.account, `the account of the provider of ${urn}`);
  });

  it("has no id for a resource that has none", () => {
    const [one] = resourcesOfExport(exported(role({ id: "", outputs: {}, inputs: {} })));
    assert.deepEqual(one?.props, {});
  });

  it("may be of a stack without resources", () => {
    assert.deepEqual(resourcesOfExport({ version: 3, deployment: { manifest: {} } }), []);
  });

  const refused: [what: string, json: unknown, message: RegExp][] = [
    ["is no export", { steps: [] }, /no export of a stack: it has no deployment/],
    ["is nothing", null, /it has no deployment/],
    ["has resources that are no list", { deployment: { resources: {} } }, /its resources are no list/],
    ["has a resource without URN", exported({ type: "x" }), /resource 0 has no URN or no type/],
    ["has a resource without type", exported(stack, { urn: "x" }), /resource 1 has no URN or no type/],
    ["is no JSON", "{", /JSON/],
  ];
  for (const [what, json, message] of refused) {
    it(`is refused if it ${what}`, () => {
      assert.throws(() => resourcesOfExport(json), message);
    });
  }
});

// The shape of `pulumi preview --json`: pkg/backend/display/json.go of github.com/pulumi/pulumi
