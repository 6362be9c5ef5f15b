import assert from "node:assert/strict";

import {
  account,
  findingsOf,
  otherAccount,
  permissions,
  providerOf,
  roleResource,
  sentinel,
  theRole,
  trustPolicy,
  urnOf,
} from "../../../../fixtures/trust-resources";
import { fromResources } from "../../../../../trust/sources/resources";
import { readDocument } from "../../../../../trust/documents/read";
import { unknown } from "../../../../../trust/truth";

const arn = `arn:aws:iam::${account}:role/deploy`;
const roleUrn = urnOf("aws:iam/role:Role", "deploy");
const lambdaTrust = readDocument(trustPolicy(), "trust");
const nothing = readDocument(unknown, "trust");

describe("a role from its resource", () => {
  it("has everything that the resource says", () => {
    const role = theRole([
      roleResource("deploy", {
        path: "/octopus/",
        maxSessionDuration: 7200,
        uniqueId: "AROAEXAMPLEEXAMPLE123",
        tags: { Team: "Shop" },
        permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    ]);
    assert.deepEqual(role, {
      arn: `arn:aws:iam::${account}:role/octopus/deploy`,
      account,
      name: "deploy",
      uniqueId: "AROAEXAMPLEEXAMPLE123",
      policies: [],
      boundary: {
        name: "AdministratorAccess",
        document: readDocument(permissions("*"), "permissions"),
      },
      tags: new Map([["team", "Shop"]]),
      trust: lambdaTrust,
      maxSessionSeconds: 7200,
    });
  });

  it("has its ARN as AWS says once it is there, whatever its provider is pinned to", () => {
    const role = theRole([
      roleResource("deploy", { arn: `arn:aws:iam::${otherAccount}:role/x/deploy`, path: "/y/" }),
    ]);
    assert.deepEqual([role.arn, role.account], [`arn:aws:iam::${otherAccount}:role/x/deploy`, otherAccount]);
  });

  it("takes its trust policy as text or as a value", () => {
    const value = roleResource("deploy", { assumeRolePolicy: JSON.parse(trustPolicy()) });
    assert.deepEqual(theRole([value]).trust, lambdaTrust);
  });

  const unknowns: [what: string, props: object, expected: object, findings: readonly string[]][] = [
    ["trust policy", { assumeRolePolicy: sentinel }, { trust: nothing }, []],
    [
      "trust policy that holds something unknown",
      { assumeRolePolicy: trustPolicy(`${sentinel}.amazonaws.com`) },
      { trust: nothing },
      [],
    ],
    ["trust policy given as `unknown`", { assumeRolePolicy: unknown }, { trust: nothing }, []],
    ["tags", { tags: sentinel }, { tags: unknown }, []],
    ["tag among others", { tags: { a: "b", c: sentinel } }, { tags: unknown }, []],
    ["tag key", { tags: { [sentinel]: "b" } }, { tags: unknown }, []],
    ["unique id", { uniqueId: sentinel }, { uniqueId: undefined }, []],
    ["longest session", { maxSessionDuration: sentinel }, { maxSessionSeconds: undefined }, []],
    [
      "boundary",
      { permissionsBoundary: sentinel },
      { boundary: { name: "a managed policy that is not known", document: nothing } },
      [],
    ],
    [
      "boundary's document",
      { permissionsBoundary: "arn:aws:iam::111111111111:policy/limits" },
      { boundary: { name: "limits", document: nothing } },
      ["arn:aws:iam::111111111111:policy/limits: its document is not known"],
    ],
    [
      "inline policies",
      { inlinePolicies: sentinel },
      { policies: [{ name: `an inline policy of ${roleUrn}`, document: nothing }] },
      [],
    ],
    [
      "inline policy among others",
      { inlinePolicies: [{ name: "a", policy: sentinel }, sentinel] },
      {
        policies: [
          { name: "a", document: nothing },
          { name: `an inline policy of ${roleUrn}`, document: nothing },
        ],
      },
      [],
    ],
    [
      "managed policies",
      { managedPolicyArns: sentinel },
      { policies: [{ name: "a managed policy that is not known", document: nothing }] },
      [`${arn}: holds a managed policy that is not known`],
    ],
    [
      "managed policy among others",
      { managedPolicyArns: ["arn:aws:iam::aws:policy/AWSDenyAll", sentinel] },
      {
        policies: [
          {
            name: "AWSDenyAll",
            document: readDocument(
              {
                Version: "2012-10-17",
                Statement: [{ Sid: "DenyAll", Effect: "Deny", Action: "*", Resource: "*" }],
              },
              "permissions",
            ),
          },
          { name: "a managed policy that is not known", document: nothing },
        ],
      },
      [`${arn}: holds a managed policy that is not known`],
    ],
  ];
  for (const [what, props, expected, findings] of unknowns) {
    it(`keeps an unknown ${what} as unknown`, () => {
      const organization = fromResources([roleResource("deploy", { ...props })]);
      const role = organization.roles.get(arn);
      assert(role);
      for (const [name, value] of Object.entries(expected))
        assert.deepEqual(role[name as keyof typeof role], value, name);
      assert.deepEqual(findingsOf(organization), findings);
    });
  }

  const placeless: [what: string, props: object, more: object, account: string, finding: string][] = [
    ["name", { name: sentinel }, {}, account, "its name is not known"],
    ["name that is left out", { name: undefined }, {}, account, "its name is not known"],
    ["path", { path: sentinel }, {}, account, "its path is not known"],
    [
      "account",
      {},
      { provider: providerOf(sentinel) },
      `the account of ${urnOf("pulumi:providers:aws", sentinel)}`,
      "the account that it is in is not known",
    ],
    [
      "provider",
      {},
      { provider: undefined },
      `the account of the provider of ${roleUrn}`,
      "the account that it is in is not known",
    ],
  ];
  for (const [what, props, more, expected, finding] of placeless) {
    it(`stands under its URN with an unknown ${what}, and it is said`, () => {
      const organization = fromResources([roleResource("deploy", { ...props }, more)]);
      const role = organization.roles.get(roleUrn);
      assert.equal(role?.account, expected);
      assert.deepEqual(role?.trust, lambdaTrust);
      assert.deepEqual(findingsOf(organization), [`${roleUrn}: ${finding}`]);
      assert.equal(organization.accounts.get(expected)?.levels, unknown);
    });
  }

  it("may hold more than the data says while its name is not known", () => {
    const [role] = fromResources([roleResource("deploy", { name: sentinel })]).roles.values();
    assert.deepEqual(role?.policies, [{ name: "whatever else is attached", document: nothing }]);
  });

  it("has no inline policy from an empty block, and no boundary from an empty text", () => {
    const role = theRole([roleResource("deploy", { inlinePolicies: [{}], permissionsBoundary: "" })]);
    assert.deepEqual(role.policies, []);
    assert(!("boundary" in role));
  });

  it("has an inline policy without a name, and one without a document, which is not known", () => {
    const inlinePolicies = [{ policy: permissions("s3:*") }, { name: "b" }];
    const organization = fromResources([roleResource("deploy", { inlinePolicies, managedPolicyArns: [""] })]);
    assert.deepEqual(organization.roles.get(arn)?.policies, [
      { name: `an inline policy of ${roleUrn}`, document: readDocument(permissions("s3:*"), "permissions") },
      { name: "b", document: readDocument(unknown, "permissions") },
    ]);
    assert.deepEqual(findingsOf(organization), [
      `${arn}, policy b: has no document in the data: what it says is not known`,
    ]);
  });

  it("takes what is no text for unknown, and null for nothing", () => {
    const odd = fromResources([roleResource("deploy", { name: 5 })]);
    assert.deepEqual([...odd.roles.keys()], [roleUrn]);
    const role = theRole([
      roleResource("deploy", {
        permissionsBoundary: null,
        managedPolicyArns: null,
        inlinePolicies: null,
        path: null,
      }),
    ]);
    assert.deepEqual([role.arn, role.policies, "boundary" in role], [arn, [], false]);
  });

  it("has the tags that its provider gives to everything, its own before those", () => {
    const provider = providerOf(account, { defaultTags: '{"tags":{"Stack":"dev","Team":"platform"}}' });
    const own = { tags: { team: "Shop" } };
    assert.deepEqual(
      theRole([roleResource("deploy", own, { provider })]).tags,
      new Map([
        ["stack", "dev"],
        ["team", "Shop"],
      ]),
    );
    const all = { ...own, tagsAll: { all: "there" } };
    assert.deepEqual(theRole([roleResource("deploy", all, { provider })]).tags, new Map([["all", "there"]]));
    const later = { ...own, tagsAll: sentinel };
    assert.deepEqual(theRole([roleResource("deploy", later)]).tags, new Map([["team", "Shop"]]));
    const unclear = providerOf(account, { defaultTags: sentinel });
    assert.equal(theRole([roleResource("deploy", own, { provider: unclear })]).tags, unknown);
    assert.equal(theRole([roleResource("deploy", { tags: { n: 1 } })]).tags, unknown);
  });

  it("is told once where it is malformed, with the place and without the document", () => {
    const trust = { Version: "2012-10-17", Statement: [{ Effect: "Permit", Action: "sts:AssumeRole" }] };
    const organization = fromResources([roleResource("deploy", { assumeRolePolicy: trust })]);
    assert.deepEqual(organization.findings, [
      { subject: arn, place: "Statement[0].Effect", message: "is neither Allow nor Deny" },
      { subject: arn, place: "Statement[0].Principal", message: "is missing" },
    ]);
    assert.equal(organization.roles.get(arn)?.trust.statements, unknown);
    const text = fromResources([roleResource("deploy", { assumeRolePolicy: "{ secret" })]);
    assert.deepEqual(findingsOf(text), [`${arn}: is no JSON`]);
    assert(findingsOf(fromResources([roleResource("deploy", { assumeRolePolicy: undefined })])).length > 0);
  });
});
