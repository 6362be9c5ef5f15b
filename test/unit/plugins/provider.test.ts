import assert from "node:assert/strict";
import { cloudFormation, pulumiName } from "../../../sandbox/plugins/aws/cloudformation";
import { checkConfig, diffConfig, parseConfig, seconds } from "../../../sandbox/plugins/aws/config";
import type { Entry } from "../../../sandbox/plugins/aws/entry";
import { describe as describeError, isGone } from "../../../sandbox/plugins/aws/errors";
import { allTags, ownTags, tagChange } from "../../../sandbox/plugins/aws/tags";
import { UNKNOWN } from "../../../sandbox/plugins/protocol/values";
import { properties, trust } from "./table";

describe("the configuration of a provider", () => {
  const args = {
    region: "us-east-1",
    assumeRoles: '[{"roleArn":"arn:aws:iam::1:role/r","sessionName":"s","externalId":"e","duration":"1h"}]',
    allowedAccountIds: '["111111111111"]',
    defaultTags: '{"tags":{"a":"b"}}',
    skipRegionValidation: "true",
    version: "7.48.0",
  };

  it("is JSON in strings", () => {
    assert.deepEqual(parseConfig(args), {
      region: "us-east-1",
      assumeRoles: [{ roleArn: "arn:aws:iam::1:role/r", sessionName: "s", externalId: "e", duration: "1h" }],
      allowedAccountIds: ["111111111111"],
      defaultTags: { tags: { a: "b" } },
      skipRegionValidation: true,
    });
    assert.deepEqual(checkConfig(args), { inputs: args, problems: [] });
  });

  const refused: { what: string; news: Record<string, string>; reason: RegExp }[] = [
    {
      what: "an unknown property",
      news: { httpProxy: "x" },
      reason: /the aws provider has no property 'httpProxy'/,
    },
    {
      what: "an unknown property of a role",
      news: { assumeRoles: '[{"roleArn":"a","role":"b"}]' },
      reason: /'assumeRoles\[0\].role'/,
    },
    {
      what: "account ids that are numbers",
      news: { allowedAccountIds: "[111111111111]" },
      reason: /expects a string as 'allowedAccountIds\[0\]'/,
    },
    {
      what: "a duration that is none",
      news: { assumeRoles: '[{"roleArn":"a","duration":"soon"}]' },
      reason: /'soon' is no duration/,
    },
  ];
  for (const { what, news, reason } of refused) {
    it(`refuses ${what}`, () => {
      const { problems } = checkConfig({ ...args, ...news });
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.reason ?? "", reason);
    });
  }

  it("needs a region", () => {
    const { region: _, ...rest } = args;
    assert.match(checkConfig(rest).problems[0]?.reason ?? "", /^missing region: /);
  });

  it("may be unknown in part at preview", () => {
    const assumeRoles = `[{"roleArn":"${UNKNOWN}"}]`;
    assert.deepEqual(checkConfig({ ...args, assumeRoles, defaultTags: UNKNOWN }).problems, []);
  });

  it("needs another provider for another region only", () => {
    const replaces = (news: object) =>
      [...diffConfig(args, { ...args, ...news }).changes.values()].map(({ replace }) => replace);
    assert.deepEqual(replaces({ region: "eu-west-1" }), [true]);
    assert.deepEqual(replaces({ allowedAccountIds: '["222222222222"]' }), [false]);
    assert.deepEqual(replaces({ assumeRoles: "[]" }), [false]);
    assert.deepEqual(replaces({ defaultTags: '{ "tags": {"a": "b"} }' }), []);
  });

  it("has durations as Go writes them", () => {
    const durations = { "1h": 3600, "30m": 1800, "1h30m5s": 5405, "900s": 900 };
    for (const [text, value] of Object.entries(durations)) assert.equal(seconds(text), value);
    for (const text of ["", "h", "1", "1d", "m5"]) assert.equal(seconds(text), undefined);
  });
});

describe("tags", () => {
  const defaults = { team: "platform", stack: "a" };
  it("of the resource win over the provider's", () => {
    assert.deepEqual(allTags(defaults, { team: "own" }), { team: "own", stack: "a" });
    assert.deepEqual(allTags(defaults, undefined), defaults);
  });
  it("are unknown as soon as one is", () => assert.equal(allTags(defaults, { a: UNKNOWN }), UNKNOWN));
  it("are the resource's own unless they are the provider's", () => {
    assert.deepEqual(ownTags({ team: "own", stack: "a", x: "y" }, defaults, undefined), {
      team: "own",
      x: "y",
    });
    assert.deepEqual(ownTags({ stack: "a" }, defaults, { stack: "a" }), { stack: "a" });
    assert.equal(ownTags({ stack: "a" }, defaults, undefined), undefined);
  });
  it("are set and taken away", () => {
    assert.deepEqual(tagChange({ a: "1", b: "2" }, { a: "1", b: "3", c: "4" }), {
      set: { b: "3", c: "4" },
      remove: [],
    });
    assert.deepEqual(tagChange({ a: "1" }, {}), { set: {}, remove: ["a"] });
    assert.equal(tagChange({ a: "1" }, { a: "1" }), undefined);
  });
});

describe("inputs as CloudFormation writes them", () => {
  const entry = { type: "t", label: "T", properties } as unknown as Entry;

  it("begin with a capital, have documents as objects and tags as a list", () => {
    const inputs = {
      name: "n",
      trust: trust("a"),
      wait: true,
      network: { subnets: ["s"] },
      labels: { a: "b" },
      tags: { a: "b" },
      tagsAll: { a: "b" },
    };
    assert.deepEqual(cloudFormation(entry, inputs), {
      Name: "n",
      TrustDocument: JSON.parse(trust("a")) as unknown,
      Network: { Subnets: ["s"] },
      Labels: { a: "b" },
      Tags: [{ Key: "a", Value: "b" }],
    });
  });

  it("refer to a parameter for what is not known", () => {
    const unknown = { Ref: "Unknown" };
    const inputs = {
      name: UNKNOWN,
      trust: UNKNOWN,
      cidrs: [UNKNOWN, "a", UNKNOWN],
      labels: { a: UNKNOWN },
      tagsAll: UNKNOWN,
    };
    assert.deepEqual(cloudFormation(entry, inputs), {
      Name: unknown,
      TrustDocument: unknown,
      Cidrs: [unknown, "a"],
      Labels: { a: unknown },
      Tags: [],
    });
  });

  it("are known by their names here again", () => {
    assert.equal(pulumiName(properties, "TrustDocument"), "trust");
    assert.equal(pulumiName(properties, "Nothing"), undefined);
  });
});

describe("an error of AWS", () => {
  const refused = Object.assign(new Error("Role with name X already exists."), {
    name: "EntityAlreadyExistsException",
    Error: { Code: "EntityAlreadyExists" },
    $metadata: {},
  });

  it("comes through in AWS's words, with what failed", () => {
    assert.equal(
      describeError("creating", "IAM Role", "X", refused),
      "creating IAM Role (X): EntityAlreadyExists: Role with name X already exists.",
    );
  });
  it("may say that nothing is there", () => {
    for (const name of [
      "NoSuchEntity",
      "ResourceNotFoundException",
      "InvalidVpcID.NotFound",
      "NatGatewayNotFound",
    ]) {
      assert.equal(isGone(Object.assign(new Error(), { name })), true);
    }
    assert.equal(isGone(refused), false);
  });
});
