import assert from "node:assert/strict";

import { changed, type Changes } from "../../fixtures/changed";
import { expected, expectedGuardrail } from "../../fixtures/expected";
import { broken, unsettled, type Promised } from "../../support/guard-promise";
import type { Stored } from "../../support/stored-guardrails";

const [tooling, dev, prod, spare] = ["123456789012", "111111111111", "333333333333", "444444444444"];
const launcher = `arn:aws:iam::${tooling}:role/OctoLauncherRole`;
const devRole = `arn:aws:iam::${dev}:role/octopus/deploy/DevDeployRole`;
const prodRole = `arn:aws:iam::${prod}:role/octopus/deploy/ProdDeployRole`;
const legacy = `arn:aws:iam::${dev}:role/Legacy`;

const promised: Promised = {
  launcher,
  provisioner: "octopus/provisioning/OctolaunchProvisioner",
  guarded: [tooling, dev, prod],
  targets: { scp: [tooling, dev, prod], rcp: [tooling, dev, prod] },
};

const allow = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
} as const;
const everywhere = ["r-root", "ou-workloads", tooling, dev, prod, spare];

/** Guardrails as they have to be; each row of the tables changes a copy in a place or two. */
const good: Stored = {
  parents: {
    "r-root": "",
    "ou-workloads": "r-root",
    [tooling]: "r-root",
    [dev]: "ou-workloads",
    [prod]: "ou-workloads",
    [spare]: "ou-workloads",
  },
  policies: [
    {
      id: "p-1",
      name: "octolaunch-scp-1",
      kind: "scp",
      awsManaged: false,
      document: expectedGuardrail("octolaunch-scp-1"),
      targets: [tooling, dev, prod],
    },
    {
      id: "p-2",
      name: "octolaunch-rcp-1",
      kind: "rcp",
      awsManaged: false,
      document: expectedGuardrail("octolaunch-rcp-1"),
      targets: [tooling, dev, prod],
    },
    {
      id: "p-FullAWSAccess",
      name: "FullAWSAccess",
      kind: "scp",
      awsManaged: true,
      document: allow,
      targets: everywhere,
    },
    {
      id: "p-RCPFullAWSAccess",
      name: "RCPFullAWSAccess",
      kind: "rcp",
      awsManaged: true,
      document: allow,
      targets: everywhere,
    },
  ],
  deployRoles: [
    { arn: devRole, account: dev, trust: expected("DevDeployRole", "trust") },
    { arn: prodRole, account: prod, trust: expected("ProdDeployRole", "trust") },
  ],
  launcher: {
    arn: launcher,
    account: tooling,
    trust: expected("OctoLauncherRole", "trust"),
    permissions: [expected("OctoLauncherRole", "permissions")],
  },
};

describe("the judge of stored guardrails", () => {
  const keeps: readonly (readonly [what: string, changes: Changes, other?: Partial<Promised>])[] = [
    ["as they are meant", {}],
    [
      "attached to the root",
      { "policies[0].targets": ["r-root"], "policies[1].targets": ["r-root"] },
      { targets: { scp: ["r-root"], rcp: ["r-root"] } },
    ],
    ["without roles and launcher", { deployRoles: [], launcher: undefined }],
    [
      "without guardrails, before there is anything to guard",
      { deployRoles: [], launcher: undefined, "policies[0].targets": [], "policies[1].targets": [] },
    ],
    [
      "without an account that is not guarded yet",
      { "policies[0].targets": [tooling, dev], "policies[1].targets": [tooling, dev] },
      { guarded: [tooling, dev], testing: true },
    ],
    [
      "of roles elsewhere",
      {
        "policies[0].document.Statement[0].Resource": ["arn:aws:iam::*:role/octopus/deploy/*", legacy],
        "policies[0].document.Statement[1].Resource": ["arn:aws:iam::*:role/octopus/*", legacy],
        "policies[1].document.Statement[0].Resource": ["arn:aws:iam::*:role/octopus/deploy/*", legacy],
      },
      { otherRoles: [legacy] },
    ],
    [
      "with the ARNs of roles spread over two policies of the launcher",
      {
        "launcher.permissions": [devRole, prodRole].map((Resource) =>
          changed(expected("OctoLauncherRole", "permissions"), { "Statement[0].Resource": Resource }),
        ),
      },
    ],
  ];
  for (const [what, changes, other] of keeps) {
    it(`finds nothing wrong with guardrails ${what}`, () => {
      assert.deepEqual(broken({ ...promised, ...other }, changed(good, changes)), []);
    });
  }

  const finds: readonly (readonly [what: string, changes: Changes, ...says: RegExp[]])[] = [
    [
      "an RCP that is detached from an account",
      { "policies[1].targets": [tooling, prod] },
      /no RCP denies an administrator of its account sts:AssumeRole on .*Dev/,
      /no RCP denies an outsider/,
      /no RCP denies an AWS service/,
      /no RCP denies a web identity sts:AssumeRoleWithWebIdentity/,
    ],
    [
      "an RCP that is attached beside the account",
      { "policies[1].targets": [tooling, spare, prod] },
      /no RCP denies an outsider/,
      /octolaunch-rcp-1 is attached to 444444444444/,
    ],
    [
      "an RCP for callers of some accounts only",
      {
        "policies[1].document.Statement[0].Condition.StringEquals": {
          "aws:PrincipalArn": `arn:aws:iam::${dev}:role/Administrator`,
        },
      },
      /no RCP denies an outsider/,
      /no RCP denies an AWS service/,
    ],
    [
      "an RCP on other roles",
      { "policies[1].document.Statement[0].Resource": prodRole },
      /no RCP denies an outsider .*DevDeployRole/,
    ],
    [
      "an RCP without web identity",
      {
        "policies[1].document.Statement[0].Action": [
          "sts:AssumeRole",
          "sts:AssumeRoleWithSAML",
          "sts:SetSourceIdentity",
          "sts:TagSession",
        ],
      },
      /no RCP denies a web identity sts:AssumeRoleWithWebIdentity/,
    ],
    [
      "an RCP with another launcher",
      {
        "policies[1].document.Statement[0].Condition": {
          StringNotEqualsIfExists: { "aws:PrincipalArn": `${launcher}2` },
        },
      },
      /an RCP denies the launcher sts:AssumeRole on .*DevDeployRole/,
      /denies the launcher sts:TagSession/,
    ],
    [
      "an RCP that keeps pods' tags from the chain",
      { "policies[1].document.Statement[2].Condition.Null": undefined },
      /an RCP denies the launcher sts:TagSession .*OnlyEksSetsPodTags/,
    ],
    [
      "an RCP without the launcher",
      { "policies[1].document.Statement[1].Resource": `${launcher}2` },
      /no RCP denies .*Administrator the launcher/,
      /no RCP denies a web identity the launcher/,
    ],
    [
      "an RCP that keeps EKS from the launcher",
      { "policies[1].document.Statement[1].Condition": undefined },
      /an RCP denies EKS sts:AssumeRole/,
    ],
    [
      "an RCP that lets tags of pods be forged",
      { "policies[1].document.Statement[2].Action": "sts:SetSourceIdentity" },
      /no RCP denies an administrator of 123456789012 the tags of a pod/,
    ],
    [
      "an SCP that is detached from an account",
      { "policies[0].targets": [tooling, prod] },
      /no SCP denies arn:aws:iam::111111111111:role\/Administrator sts:AssumeRole on .*Prod/,
      /no SCP denies arn:aws:iam::111111111111:root sts:AssumeRole/,
      /no SCP denies .*111111111111:role\/Administrator iam:UpdateAssumeRolePolicy on .*Dev/,
    ],
    [
      "an SCP with another launcher",
      {
        "policies[0].document.Statement[0].Condition.StringNotEquals": { "aws:PrincipalArn": `${launcher}2` },
      },
      /an SCP denies the launcher sts:AssumeRole on .*Dev/,
    ],
    [
      "an SCP that lets roles be changed",
      { "policies[0].document.Statement[1].Action": ["iam:PassRole"] },
      /no SCP denies .* iam:UpdateAssumeRolePolicy on .*Dev/,
    ],
    [
      "an SCP that keeps provisioning out",
      { "policies[0].document.Statement[1].Condition": undefined },
      /an SCP denies the provisioning role iam:UpdateAssumeRolePolicy/,
    ],
    [
      "an SCP where it does not belong",
      { "policies[0].targets": [tooling, dev, prod, "r-root"] },
      /octolaunch-scp-1 is attached to r-root/,
    ],
    [
      "AWS's own policy missing",
      { "policies[2].targets": everywhere.slice(0, -1) },
      /nothing is allowed in 444444444444, where no SCP of AWS/,
    ],
    [
      "a launcher that may not assume a role",
      { "launcher.permissions[0].Statement[0].Resource": [prodRole] },
      /the launcher is not allowed sts:AssumeRole on .*Dev/,
      /not allowed sts:TagSession on .*Dev/,
    ],
    [
      "a launcher that may not hand on its tags",
      { "launcher.permissions[0].Statement[0].Action": "sts:AssumeRole" },
      /not allowed sts:TagSession on .*Dev/,
      /not allowed sts:TagSession on .*Prod/,
    ],
    [
      "a launcher that is gone before the roles",
      { launcher: undefined },
      /the launcher is not allowed sts:AssumeRole/,
    ],
    [
      "a role that trusts a launcher of former times",
      { "deployRoles[0].trust.Statement[0].Principal.AWS": "AROAEXAMPLE" },
      /DevDeployRole does not trust the launcher/,
    ],
  ];
  for (const [what, changes, ...says] of finds) {
    it(`finds ${what}`, () => {
      const found = broken(promised, changed(good, changes));
      for (const pattern of says)
        assert.ok(
          found.some((line) => pattern.test(line)),
          `${String(pattern)} is not in:\n${found.join("\n")}`,
        );
    });
  }

  it("finds an account with a role that nobody thought of", () => {
    const arn = `arn:aws:iam::${spare}:role/octopus/deploy/DevDeployRole`;
    const role = { arn, account: spare, trust: expected("DevDeployRole", "trust") };
    const found = broken(promised, changed(good, { "deployRoles[2]": role }));
    for (const says of [/no RCP denies an outsider .*444444444444/, /no SCP denies .*444444444444:root/])
      assert.ok(
        found.some((line) => says.test(line)),
        found.join("\n"),
      );
  });

  it("finds roles elsewhere that are not guarded", () => {
    const found = broken({ ...promised, otherRoles: [legacy] }, good);
    assert.ok(found.length > 0);
    for (const line of found) assert.match(line, /^no (RCP|SCP) denies .*Legacy$/);
  });

  it("finds nothing else where one thing is wrong", () => {
    const found = broken(promised, changed(good, { "policies[1].targets": [tooling, dev] }));
    assert.ok(found.length > 0);
    for (const line of found) assert.match(line, /^no RCP denies .*ProdDeployRole$/);
  });

  it("finds a policy that is not attached everywhere", () => {
    assert.deepEqual(unsettled(promised, good), []);
    assert.deepEqual(unsettled(promised, changed(good, { "policies[1].targets": [tooling, dev] })), [
      "octolaunch-rcp-1 is not attached to 333333333333",
    ]);
  });
});
