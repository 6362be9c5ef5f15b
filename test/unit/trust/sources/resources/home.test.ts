import assert from "node:assert/strict";

import {
  account,
  otherAccount,
  providerOf,
  roleResource,
  sentinel,
  urnOf,
} from "../../../../fixtures/trust-resources";
import { assumedRole, homeOf } from "../../../../../trust/sources/resources/home";
import type { PlainResource } from "../../../../../trust/sources/resources";
import { unknown } from "../../../../../trust/truth";

const provisioner = (id: string): string => `arn:aws:iam::${id}:role/Provisioner`;
const provider = (props: object): Partial<PlainResource> => ({
  provider: { urn: "urn:provider", type: "pulumi:providers:aws", props: { ...props } },
});

describe("the account of a resource", () => {
  const none = "the account of urn:provider";
  const cases: [what: string, resource: Partial<PlainResource>, account: string][] = [
    [
      "the one that its provider allows, as JSON text",
      provider({ allowedAccountIds: `["${account}"]` }),
      account,
    ],
    ["the one that its provider allows, as a list", provider({ allowedAccountIds: [account] }), account],
    [
      "that of the role that its provider assumes",
      provider({ assumeRoles: JSON.stringify([{ roleArn: provisioner(account) }]) }),
      account,
    ],
    [
      "that of the last role of a chain",
      provider({ assumeRoles: [{ roleArn: provisioner(otherAccount) }, { roleArn: provisioner(account) }] }),
      account,
    ],
    [
      "that of the one role of older providers",
      provider({ assumeRole: { roleArn: provisioner(account) } }),
      account,
    ],
    [
      "known when the provider says the same twice",
      provider({ allowedAccountIds: [account], assumeRoles: [{ roleArn: provisioner(account) }] }),
      account,
    ],
    [
      "that of the role when several are allowed",
      provider({
        allowedAccountIds: [account, otherAccount],
        assumeRoles: [{ roleArn: provisioner(account) }],
      }),
      account,
    ],
    ["not known when several are allowed", provider({ allowedAccountIds: [account, otherAccount] }), none],
    ["not known when none is allowed", provider({ allowedAccountIds: "[]" }), none],
    [
      "not known when the provider contradicts itself",
      provider({ allowedAccountIds: [account], assumeRoles: [{ roleArn: provisioner(otherAccount) }] }),
      none,
    ],
    ["not known when the provider's is not", provider({ allowedAccountIds: sentinel }), none],
    [
      "not known when an item of the list is not",
      provider({ allowedAccountIds: JSON.stringify([sentinel]) }),
      none,
    ],
    ["not known when it has a digit too many", provider({ allowedAccountIds: [`${account}1`] }), none],
    ["not known when something stands before it", provider({ allowedAccountIds: [`a${account}`] }), none],
    [
      "not known when the settings are not",
      { provider: { urn: "urn:provider", type: "x", props: { [sentinel]: 1 } } },
      none,
    ],
    ["the provider's where the ARN is none", { props: { arn: "x" } }, account],
    ["not known when it lost its leading zero", provider({ allowedAccountIds: [11111111111] }), none],
    ["not known when the role is not", provider({ assumeRoles: [{ roleArn: sentinel }] }), none],
    ["not known when what is allowed is no JSON", provider({ allowedAccountIds: "[" }), none],
    ["what the caller says, before the provider", { account: otherAccount }, otherAccount],
    ["the provider's where the caller says no id", { account: "prod" }, account],
    [
      "that of its ARN, before all others",
      { account, props: { arn: provisioner(otherAccount) } },
      otherAccount,
    ],
    ["the provider's where the ARN has none", { props: { arn: "arn:aws:s3:::bucket" } }, account],
    ["the provider's where the ARN is not known", { props: { arn: sentinel } }, account],
  ];
  for (const [what, more, expected] of cases) {
    it(`is ${what}`, () => {
      assert.equal(homeOf(roleResource("deploy", {}, more)).account, expected);
    });
  }

  it("is in words that tell providers apart where it is not known", () => {
    assert.equal(
      homeOf(roleResource("deploy", {}, { provider: undefined })).account,
      `the account of the provider of ${urnOf("aws:iam/role:Role", "deploy")}`,
    );
  });
});

describe("the region and partition of a resource", () => {
  const cases: [
    what: string,
    props: object,
    providerProps: object,
    region: string | typeof unknown,
    partition: string,
  ][] = [
    ["its own region", { region: "eu-west-1" }, {}, "eu-west-1", "aws"],
    ["its provider's region", {}, {}, "us-east-1", "aws"],
    ["no region that is known", {}, { region: undefined }, unknown, "aws"],
    ["an unknown region", {}, { region: sentinel }, unknown, "aws"],
    ["China", { region: "cn-north-1" }, {}, "cn-north-1", "aws-cn"],
    ["GovCloud", { region: "us-gov-west-1" }, {}, "us-gov-west-1", "aws-us-gov"],
    ["an isolated region", { region: "us-isob-east-1" }, {}, "us-isob-east-1", "aws-iso-b"],
    ["another isolated region", { region: "us-iso-east-1" }, {}, "us-iso-east-1", "aws-iso"],
    ["Europe's isolated region", { region: "eu-isoe-west-1" }, {}, "eu-isoe-west-1", "aws-iso-e"],
    ["a third isolated region", { region: "us-isof-south-1" }, {}, "us-isof-south-1", "aws-iso-f"],
    ["the sovereign cloud", { region: "eusc-de-east-1" }, {}, "eusc-de-east-1", "aws-eusc"],
    [
      "an ARN of China",
      { arn: `arn:aws-cn:iam::${account}:role/a` },
      { region: undefined },
      unknown,
      "aws-cn",
    ],
    [
      "a provider's role of China",
      {},
      { region: undefined, assumeRoles: [{ roleArn: `arn:aws-cn:iam::${account}:role/a` }] },
      unknown,
      "aws-cn",
    ],
  ];
  for (const [what, props, providerProps, region, partition] of cases) {
    it(`come from ${what}`, () => {
      const home = homeOf(
        roleResource("deploy", { ...props }, { provider: providerOf(account, providerProps) }),
      );
      assert.deepEqual([home.region, home.partition], [region, partition]);
    });
  }
});

describe("the role that a provider works as", () => {
  it("is none where it assumes none, and unknown where it cannot be read", () => {
    assert.equal(assumedRole({}), undefined);
    assert.equal(assumedRole({ assumeRoles: [] }), undefined);
    assert.equal(assumedRole({ assumeRoles: "[" }), unknown);
    assert.equal(assumedRole({ assumeRoles: [{ roleArn: unknown }] }), unknown);
    assert.equal(assumedRole({ assumeRoles: [{ sessionName: "x" }] }), undefined);
    assert.equal(assumedRole({ assumeRoles: unknown }), unknown);
  });
});
