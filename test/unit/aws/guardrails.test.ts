import assert from "node:assert/strict";

import { policy, type PolicyDocument, type Statement } from "../../../trust/documents/policy";
import type { MembershipFacts } from "../../../sandbox/aws/facts";
import type { Context } from "../../../sandbox/aws/sts/conditions";
import { decideAssumeRole, type AssumeRoleQuestion } from "../../../sandbox/aws/sts/decide";
import { guardrailsOf } from "../../../sandbox/aws/sts/guardrails";

type Policies = MembershipFacts["path"][number]["policies"];

const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
const content = (document: PolicyDocument): string => JSON.stringify(document);
const full: Policies = [
  {
    name: "FullAWSAccess",
    type: "SERVICE_CONTROL_POLICY",
    content: content(policy({ Effect: "Allow", Action: "*", Resource: "*" })),
  },
  {
    name: "RCPFullAWSAccess",
    type: "RESOURCE_CONTROL_POLICY",
    content: content(policy({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" })),
  },
];
const both = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"];

/** An account two OUs down, with these policies at its levels. */
function member(
  account: string,
  {
    management = false,
    policyTypes = both,
    at = {},
  }: {
    management?: boolean;
    policyTypes?: string[];
    at?: Partial<Record<"root" | "upper" | "lower" | "account", Policies>>;
  } = {},
): MembershipFacts {
  const unit = { type: "ORGANIZATIONAL_UNIT" as const };
  return {
    organizationId: "o-exampleorg",
    isManagement: management,
    policyTypes,
    path: [
      { id: "r-1", name: "Root", type: "ROOT", policies: at.root ?? full },
      { ...unit, id: "ou-1", name: "Upper", policies: at.upper ?? full },
      { ...unit, id: "ou-2", name: "Lower", policies: at.lower ?? full },
      { id: account, name: "account", type: "ACCOUNT", policies: at.account ?? full },
    ],
  };
}

describe("The guardrails of the sandbox's organization", () => {
  const [tooling, dev, management] = ["123456789012", "111111111111", "999999999999"];
  const linked = "aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS";
  const person = { arn: role(tooling, "Person"), membership: member(tooling) };
  const manager = {
    arn: `arn:aws:iam::${management}:user/administrator`,
    membership: member(management, { management: true }),
  };
  const deploy = { arn: role(dev, "octopus/deploy/Deploy"), membership: member(dev) };
  const only = (type: string): string[] => both.filter((one) => one === type);

  type Party = NonNullable<Parameters<typeof guardrailsOf>[0]>;
  const bound: [who: string, caller: Party | undefined, asked: Party, kinds: string[]][] = [
    ["a principal of a member account", person, deploy, ["service control", "resource control"]],
    [
      "the root user",
      { ...person, arn: `arn:aws:iam::${tooling}:root` },
      deploy,
      ["service control", "resource control"],
    ],
    ["a principal of the management account", manager, deploy, ["resource control"]],
    ["a service", undefined, deploy, ["resource control"]],
    ["a stranger", { arn: role("777777777777", "Stranger"), membership: null }, deploy, ["resource control"]],
    ["a service-linked role", { ...person, arn: role(tooling, linked) }, deploy, []],
    [
      "somebody who asks for a role of the management account",
      person,
      { arn: role(management, "Role"), membership: manager.membership },
      ["service control"],
    ],
    [
      "somebody who asks for a stranger's role",
      person,
      { arn: role("777777777777", "Role"), membership: null },
      ["service control"],
    ],
    [
      "somebody who asks for a service-linked role",
      person,
      { ...deploy, arn: role(dev, linked) },
      ["service control"],
    ],
    ["a service that asks for its own role", undefined, { ...deploy, arn: role(dev, linked) }, []],
    [
      "a role that is merely named like a service-linked one",
      { ...person, arn: role(tooling, "AWSServiceRoleForAmazonEKS") },
      deploy,
      ["service control", "resource control"],
    ],
    [
      "a principal while SCPs are disabled",
      { ...person, membership: member(tooling, { policyTypes: only("RESOURCE_CONTROL_POLICY") }) },
      deploy,
      ["resource control"],
    ],
    [
      "a principal while RCPs are disabled",
      person,
      { ...deploy, membership: member(dev, { policyTypes: only("SERVICE_CONTROL_POLICY") }) },
      ["service control"],
    ],
  ];
  for (const [who, caller, asked, kinds] of bound) {
    it(`bind ${who} by ${kinds.join(" and ") || "nothing"}`, () => {
      const found = guardrailsOf(caller, asked);
      assert.deepEqual(
        found.map(({ kind, target }) => [kind, target]),
        kinds.flatMap((kind) =>
          [
            "the root of the organization",
            "the organizational unit Upper",
            "the organizational unit Lower",
            `account ${(kind === "service control" ? caller : asked)?.arn.split(":")[4]}`,
          ].map((target) => [`${kind} policy`, target]),
        ),
      );
      assert(found.every(({ policies }) => policies.length === 1));
    });
  }

  /** Asks for the deploy role, whose trust admits the caller by name. */
  function decide(
    scps: Parameters<typeof member>[1],
    rcps: Parameters<typeof member>[1] = {},
    more: Partial<Pick<AssumeRoleQuestion, "action" | "trust">> & { context?: Context } = {},
  ): true | string {
    const Action = ["sts:AssumeRole", "sts:TagSession"];
    const verdict = decideAssumeRole({
      action: "sts:AssumeRole",
      guardrails: guardrailsOf(
        { ...person, membership: member(tooling, scps) },
        { ...deploy, membership: member(dev, rcps) },
      ),
      role: { arn: deploy.arn, account: dev },
      trust: policy({ Effect: "Allow", Principal: { AWS: person.arn }, Action }),
      asking: {
        account: tooling,
        arn: `arn:aws:sts::${tooling}:assumed-role/Person/test`,
        principalArn: person.arn,
        uniqueId: "AROAEXAMPLE",
        policies: [policy({ Effect: "Allow", Action, Resource: "*" })],
        bounds: [],
      },
      context: { "aws:principalarn": [person.arn] },
      ...more,
    });
    return verdict.allowed || verdict.reason;
  }

  const own = (type: string, ...statements: Statement[]): Policies => [
    ...full,
    { name: "Guard", type, content: content(policy(...statements)) },
  ];
  const scp = (more: Partial<Statement> = {}): Policies =>
    own("SERVICE_CONTROL_POLICY", {
      Sid: "No",
      Effect: "Deny",
      Action: "sts:AssumeRole",
      Resource: "*",
      ...more,
    });
  const rcp = (more: Partial<Statement> = {}): Policies =>
    own("RESOURCE_CONTROL_POLICY", {
      Sid: "No",
      Effect: "Deny",
      Principal: "*",
      Action: "sts:AssumeRole",
      Resource: "*",
      ...more,
    });
  const unless = (arn: string): Partial<Statement> => ({
    Condition: { StringNotEquals: { "aws:PrincipalArn": arn } },
  });
  const unknown = { Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };
  const cannot = "; the sandbox could not decide the condition IpAddress on aws:SourceIp";

  const decisions: [what: string, outcome: true | string, found: () => true | string][] = [
    ["what nobody denies", true, () => decide({})],
    [
      "an SCP of the root",
      "the service control policy Guard (No), attached to the root of the organization, denies it",
      () => decide({ at: { root: scp() } }),
    ],
    [
      "an SCP of an OU further up",
      "the service control policy Guard (No), attached to the organizational unit Upper, denies it",
      () => decide({ at: { upper: scp() } }),
    ],
    [
      "an SCP of the account",
      `the service control policy Guard (No), attached to account ${tooling}, denies it`,
      () => decide({ at: { account: scp() } }),
    ],
    [
      "an RCP of the role's account",
      `the resource control policy Guard (No), attached to account ${dev}, denies it`,
      () => decide({}, { at: { account: rcp() } }),
    ],
    ["an SCP of the role's account", true, () => decide({}, { at: { account: scp() } })],
    ["an RCP of the caller's account", true, () => decide({ at: { account: rcp() } })],
    [
      "an SCP before an RCP",
      "the service control policy Guard (No), attached to the organizational unit Lower, denies it",
      () => decide({ at: { lower: scp() } }, { at: { root: rcp() } }),
    ],
    [
      "a guardrail before the trust",
      `the service control policy Guard (No), attached to account ${tooling}, denies it`,
      () => decide({ at: { account: scp() } }, {}, { trust: policy() }),
    ],
    [
      "a statement without Sid",
      `the service control policy Guard (a statement without Sid), attached to account ${tooling}, denies it`,
      () => decide({ at: { account: scp({ Sid: undefined }) } }),
    ],
    ["the exempt caller", true, () => decide({ at: { root: scp(unless(person.arn)) } })],
    [
      "anybody but the exempt caller",
      "the service control policy Guard (No), attached to the root of the organization, denies it",
      () => decide({ at: { root: scp(unless(role(tooling, "Launcher"))) } }),
    ],
    ["another action", true, () => decide({ at: { root: scp({ Action: "sts:TagSession" }) } })],
    [
      "tags that go along",
      "the service control policy Guard (No), attached to the root of the organization, denies it",
      () => decide({ at: { root: scp({ Action: "sts:TagSession" }) } }, {}, { action: "sts:TagSession" }),
    ],
    ["another role", true, () => decide({ at: { root: scp({ Resource: role("*", "octopus/oidc/*") }) } })],
    [
      "the role by its path",
      "the resource control policy Guard (No), attached to the root of the organization, denies it",
      () => decide({}, { at: { root: rcp({ Resource: role("*", "octopus/deploy/*") }) } }),
    ],
    [
      "all but the named action",
      "the service control policy Guard (No), attached to the root of the organization, denies it",
      () => decide({ at: { root: scp({ Action: undefined, NotAction: "s3:*" }) } }),
    ],
    [
      "all but the named role",
      true,
      () => decide({ at: { root: scp({ Resource: undefined, NotResource: deploy.arn }) } }),
    ],
    [
      "a level where no SCP is attached",
      "no service control policy attached to the organizational unit Lower allows it",
      () => decide({ at: { lower: [] } }),
    ],
    [
      "a level where no RCP is attached",
      "no resource control policy attached to the root of the organization allows it",
      () => decide({}, { at: { root: [] } }),
    ],
    [
      "a level whose SCPs are about something else",
      `no service control policy attached to account ${tooling} allows it`,
      () => decide({ at: { account: scp({ Effect: "Allow", Action: "s3:*" }).slice(-1) } }),
    ],
    [
      "a level whose SCP allows just this",
      true,
      () => decide({ at: { account: scp({ Effect: "Allow" }).slice(-1) } }),
    ],
    [
      "what an SCP denies on a condition that is not known",
      `the service control policy Guard (No), attached to the root of the organization, denies it${cannot}`,
      () => decide({ at: { root: scp(unknown) } }),
    ],
    [
      "what an SCP allows on a condition that is not known",
      `no service control policy attached to account ${tooling} allows it${cannot}`,
      () => decide({ at: { account: scp({ Effect: "Allow", ...unknown }).slice(-1) } }),
    ],
  ];
  for (const [what, outcome, found] of decisions) {
    it(`decide about ${what}`, () => assert.equal(found(), outcome));
  }

  it("leave it to the trust to admit the caller", () => {
    assert.equal(decide({}, {}, { trust: policy() }), "the role's trust policy does not admit the caller");
  });
});
