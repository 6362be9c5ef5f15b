import assert from "node:assert/strict";

import type { EntityFacts, Facts, MembershipFacts, RoleFacts } from "../../../sandbox/aws/facts";
import { objectionTo, type Objection } from "../../../sandbox/aws/sts/decide";
import { partiesOf } from "../../../sandbox/aws/sts/organization";
import type { AssumeRequest, Caller } from "../../../trust/decide/request";
import { compact, policy, type Statement } from "../../../trust/documents/policy";
import type { Account } from "../../../trust/organization";

type Policies = MembershipFacts["path"][number]["policies"];

const [tooling, dev, management, outside] = ["123456789012", "111111111111", "999999999999", "777777777777"];
const roleArn = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
const text = (...statements: Statement[]): string => compact(policy(...statements));
const both = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"];

const full: Policies = [
  {
    name: "FullAWSAccess",
    type: "SERVICE_CONTROL_POLICY",
    content: text({ Effect: "Allow", Action: "*", Resource: "*" }),
  },
  {
    name: "RCPFullAWSAccess",
    type: "RESOURCE_CONTROL_POLICY",
    content: text({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }),
  },
];
const scp = (statement: Partial<Statement> = {}): Policies => [
  {
    name: "Guard",
    type: "SERVICE_CONTROL_POLICY",
    content: text({ Sid: "No", Effect: "Deny", Action: "sts:AssumeRole", Resource: "*", ...statement }),
  },
];
const rcp = (statement: Partial<Statement> = {}): Policies => [
  {
    name: "Guard",
    type: "RESOURCE_CONTROL_POLICY",
    content: text({
      ...{ Sid: "No", Effect: "Deny", Principal: "*", Action: "sts:AssumeRole", Resource: "*" },
      ...statement,
    }),
  },
];

/** What is attached beside the policies that allow everything, and which types are enabled. */
interface Place {
  readonly root?: Policies;
  readonly unit?: Policies;
  readonly account?: Policies;
  readonly policyTypes?: readonly string[];
}

function membership(
  account: string,
  { root, unit, account: own, policyTypes = both }: Place,
): MembershipFacts {
  return {
    organizationId: "o-exampleorg",
    isManagement: account === management,
    policyTypes,
    path: [
      { id: "r-1", name: "Root", type: "ROOT", policies: [...full, ...(root ?? [])] },
      { id: "ou-1", name: "Workloads", type: "ORGANIZATIONAL_UNIT", policies: [...full, ...(unit ?? [])] },
      { id: account, name: "account", type: "ACCOUNT", policies: [...full, ...(own ?? [])] },
    ],
  };
}

const everything: Statement = { Effect: "Allow", Action: "sts:*", Resource: "*" };

function entity(arn: string, more: Partial<EntityFacts> = {}): EntityFacts {
  const name = arn.split("/").pop() ?? "";
  return { arn, id: "AROAPERSONPERSON1", name, inline: {}, managed: {}, tags: {}, ...more };
}
function role(arn: string, trust: Partial<Statement>, more: Partial<RoleFacts> = {}): RoleFacts {
  const document = text({ Effect: "Allow", Action: "sts:*", ...trust });
  const rest = { path: "/", boundary: null, instanceProfiles: [], maxSession: 7200 };
  return { ...entity(arn), ...rest, trust: document, ...more };
}

const person = roleArn(tooling, "Person");
const deploy = roleArn(dev, "octopus/deploy/Deploy");
const user = `arn:aws:iam::${dev}:user/ada`;

/** A state of moto: roles and users by their name, and accounts of the organization by their id. */
interface State {
  readonly entities?: readonly (RoleFacts | EntityFacts)[];
  readonly places?: Readonly<Record<string, Place>>;
}
const usual = [
  role(person, { Principal: { AWS: person } }, { inline: { own: text(everything) } }),
  role(deploy, { Principal: { AWS: [person, user] } }),
];

function factsOf({ entities = usual, places = {} }: State): Facts {
  const find = (kind: string, account: string, name: string): unknown =>
    entities.find((one) => one.arn.startsWith(`arn:aws:iam::${account}:${kind}/`) && one.name === name) ??
    null;
  const facts: Partial<Facts> = {
    role: async (account, _, name) => find("role", account, name) as RoleFacts | null,
    user: async (account, _, name) => find("user", account, name) as EntityFacts | null,
    membership: async (account) => (account === outside ? null : membership(account, places[account] ?? {})),
  };
  return facts as Facts;
}

const session: Caller = { kind: "session", role: person, name: "test" };

function objection(
  state: State,
  request: Partial<AssumeRequest> = {},
  callerId?: string,
): Promise<Objection | undefined> {
  return objectionTo({ caller: session, role: deploy, ...request }, factsOf(state), callerId);
}

describe("The organization that the sandbox decides by", () => {
  const accountOf = async (id: string, places: State["places"] = {}): Promise<Account | undefined> => {
    const caller: Caller = { ...session, role: roleArn(id, "Person") };
    return (await partiesOf({ caller, role: deploy }, factsOf({ places }))).organization.accounts.get(id);
  };
  /** The names of what is attached at each level. */
  const attached = (account: Account | undefined, kind: "scps" | "rcps"): (string[] | undefined)[] =>
    typeof account?.levels === "object"
      ? account.levels.map((level) => level[kind]?.map(({ name }) => name))
      : [];

  it("has the levels of each account, with what is attached there", async () => {
    const account = await accountOf(tooling, { [tooling]: { root: scp(), unit: rcp(), account: scp() } });
    assert.equal(account?.isManagement, false);
    assert.deepEqual(typeof account.levels === "object" && account.levels.map(({ target }) => target), [
      "the root of the organization",
      "the organizational unit Workloads",
      `account ${tooling}`,
    ]);
    assert.deepEqual(attached(account, "scps"), [
      ["FullAWSAccess", "Guard"],
      ["FullAWSAccess"],
      ["FullAWSAccess", "Guard"],
    ]);
    assert.deepEqual(attached(account, "rcps"), [
      ["RCPFullAWSAccess"],
      ["RCPFullAWSAccess", "Guard"],
      ["RCPFullAWSAccess"],
    ]);
  });

  for (const type of both) {
    it(`has no policies of a type that is not enabled beside ${type}`, async () => {
      const account = await accountOf(tooling, {
        [tooling]: { policyTypes: [type], root: scp(), unit: rcp() },
      });
      const none = [undefined, undefined, undefined];
      const isScp = type === "SERVICE_CONTROL_POLICY";
      assert.equal(attached(account, "scps")[0]?.length, isScp ? 2 : undefined);
      assert.equal(attached(account, "rcps")[1]?.length, isScp ? undefined : 2);
      assert.deepEqual(attached(account, isScp ? "rcps" : "scps"), none);
    });
  }

  it("knows the management account, and accounts outside", async () => {
    assert.equal((await accountOf(management))?.isManagement, true);
    assert.deepEqual(await accountOf(outside), { id: outside, isManagement: false, levels: [] });
    const state = factsOf({});
    const stranger = { ...session, role: roleArn(outside, "Stranger") } as const;
    const service = { kind: "service", service: "ec2.amazonaws.com" } as const;
    const members = async (caller: Caller, asked = deploy): Promise<(string | boolean | undefined)[]> => {
      const { organization, callerIsMember, roleIsMember } = await partiesOf({ caller, role: asked }, state);
      return [organization.id, callerIsMember, roleIsMember];
    };
    assert.deepEqual(await members(session), ["o-exampleorg", true, true]);
    assert.deepEqual(await members(stranger), ["o-exampleorg", false, true]);
    assert.deepEqual(await members(session, roleArn(outside, "Role")), ["o-exampleorg", true, false]);
    assert.deepEqual(await members(stranger, roleArn(outside, "Role")), [undefined, false, false]);
    assert.deepEqual(await members(service), ["o-exampleorg", false, true]);
  });

  it("has both parties with all that is theirs", async () => {
    const document = text(everything);
    const tags = { Team: "Shop" };
    const mine = { inline: { one: document }, managed: { "arn:aws:iam::aws:policy/X": document }, tags };
    const entities = [
      role(person, { Principal: { AWS: user } }, { ...mine, boundary: document, maxSession: 3600 }),
      role(deploy, { Principal: { AWS: person } }, { id: "AROADEPLOYDEPLOY1" }),
      entity(user, { ...mine, id: "AIDAADAADAADAADA1" }),
    ];
    const { organization } = await partiesOf({ caller: session, role: deploy }, factsOf({ entities }));
    const { trust, policies, boundary, ...own } = organization.roles.get(person) ?? {};
    assert.deepEqual(own, {
      arn: person,
      account: tooling,
      name: "Person",
      uniqueId: "AROAPERSONPERSON1",
      tags: new Map([["team", "Shop"]]),
      maxSessionSeconds: 3600,
    });
    assert.deepEqual(
      policies?.map(({ name }) => name),
      ["one", "arn:aws:iam::aws:policy/X"],
    );
    assert(trust && boundary);
    const asked = organization.roles.get(deploy);
    assert.deepEqual([asked?.uniqueId, asked?.boundary], ["AROADEPLOYDEPLOY1", undefined]);

    const byUser = await partiesOf(
      { caller: { kind: "user", arn: user }, role: deploy },
      factsOf({ entities }),
    );
    assert.deepEqual([...byUser.organization.users.keys()], [user]);
    assert.equal(byUser.organization.users.get(user)?.uniqueId, "AIDAADAADAADAADA1");
    assert.deepEqual([...byUser.organization.roles.keys()], [deploy]);
  });

  it("takes nobody for somebody of the same name with another path", async () => {
    const entities = [role(roleArn(dev, "Deploy"), { Principal: { AWS: "*" } })];
    const { organization } = await partiesOf({ caller: session, role: deploy }, factsOf({ entities }));
    assert.deepEqual([...organization.roles.keys()], []);
  });
});

describe("The sandbox's STS", () => {
  const onAddress = { Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };
  const cannot = "could not decide the condition IpAddress on aws:SourceIp";
  const at = (account: string, place: Place): State => ({ places: { [account]: place } });
  const trusted = (trust: Partial<Statement>, own = text(everything)): State => ({
    entities: [role(person, {}, { inline: { own } }), role(deploy, trust)],
  });
  const byOrganization = (id: string): Partial<Statement> => ({
    Principal: { AWS: "*" },
    Condition: { StringEquals: { "aws:PrincipalOrgID": id } },
  });
  const stranger = roleArn(outside, "Stranger");
  const strange = (trust: Partial<Statement>): State => ({
    entities: [role(stranger, {}, { inline: { own: text(everything) } }), role(deploy, trust)],
  });
  const fromOutside = { caller: { ...session, role: stranger } };

  const decisions: [
    what: string,
    state: State,
    request: Partial<AssumeRequest>,
    reason: string | undefined,
  ][] = [
    ["hands out what nothing is against", {}, {}, undefined],
    [
      "hands out a role to a user whom the trust names",
      { entities: [...usual, entity(user)] },
      { caller: { kind: "user", arn: user } },
      undefined,
    ],
    [
      "names the guardrail of the caller's account",
      at(tooling, { unit: scp() }),
      {},
      "the service control policy Guard (No), attached to the organizational unit Workloads, denies it",
    ],
    [
      "names the guardrail of the role's account",
      at(dev, { account: rcp() }),
      {},
      `the resource control policy Guard (No), attached to account ${dev}, denies it`,
    ],
    ["lets SCPs of the role's account be", at(dev, { account: scp() }), {}, undefined],
    ["lets RCPs of the caller's account be", at(tooling, { account: rcp() }), {}, undefined],
    [
      "refuses what a guardrail may deny",
      at(tooling, { root: scp(onAddress) }),
      {},
      `the service control policy Guard (No), attached to the root of the organization, may deny it; ${cannot}`,
    ],
    [
      "refuses what a trust may allow",
      trusted({ Principal: { AWS: person }, ...onAddress }),
      {},
      `the role's trust policy (a statement without Sid) may allow it, and nothing else does; ${cannot}`,
    ],
    [
      "refuses what no identity policy allows",
      trusted({ Principal: { AWS: person } }, text({ ...everything, Action: "s3:*" })),
      {},
      "no identity policy of the caller allows it",
    ],
    ["knows its organization", trusted(byOrganization("o-exampleorg")), {}, undefined],
    [
      "knows that it is no other",
      trusted(byOrganization("o-otherorg00")),
      {},
      "the role's trust policy does not admit the caller",
    ],
    [
      "knows that strangers are in no organization",
      strange(byOrganization("o-exampleorg")),
      fromOutside,
      "the role's trust policy does not admit the caller",
    ],
    [
      "knows that strangers' roles are in no organization",
      {
        entities: [
          role(person, {}, { inline: { own: text(everything) } }),
          role(roleArn(outside, "Role"), {
            Principal: { AWS: person },
            Condition: { Null: { "aws:ResourceOrgID": "true" } },
          }),
        ],
      },
      { role: roleArn(outside, "Role") },
      undefined,
    ],
    [
      "knows that nobody calls through a service",
      trusted({ Principal: { AWS: person }, Condition: { Bool: { "aws:ViaAWSService": "false" } } }),
      {},
      undefined,
    ],
    [
      "knows what it is told of a request",
      trusted({
        Principal: { AWS: person },
        Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
      }),
      { context: { "aws:requestedregion": ["us-east-1"] } },
      "the role's trust policy does not admit the caller",
    ],
  ];
  for (const [what, state, request, reason] of decisions) {
    it(what, async () => assert.equal((await objection(state, request))?.reason, reason));
  }

  it("says which action it refuses, and what it could not decide", async () => {
    const state = trusted({ Principal: { AWS: person }, Action: "sts:AssumeRole" });
    assert.deepEqual(await objection(state, { tags: { team: "a" } }), {
      action: "sts:TagSession",
      reason: "the role's trust policy does not admit the caller for sts:TagSession",
      undecided: [],
    });
    const undecided = await objection(trusted({ Principal: { AWS: person }, ...onAddress }));
    assert.deepEqual(undecided?.undecided, ["the condition IpAddress on aws:SourceIp"]);
  });

  it("gives sessions of a deleted role nothing, even when a new one has its name", async () => {
    assert.equal(await objection({}, {}, "AROAPERSONPERSON1"), undefined);
    const earlier = await objection({}, {}, "AROAEARLIEREARLY1");
    assert.equal(earlier?.reason, "no identity policy of the caller allows it");
    const byId = trusted({ Principal: { AWS: "AROAEARLIEREARLY1" } });
    assert.equal(
      (await objection(byId, {}, "AROAPERSONPERSON1"))?.reason,
      "the role's trust policy does not admit the caller",
    );
  });
});
