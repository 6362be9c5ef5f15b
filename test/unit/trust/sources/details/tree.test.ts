import assert from "node:assert/strict";

import { account, findingsOf, otherAccount } from "../../../../fixtures/trust-resources";
import type { Level, Organization } from "../../../../../trust/organization";
import { fromAccountDetails, type OrganizationDetails } from "../../../../../trust/sources/details";
import { unknown, type Unknown } from "../../../../../trust/truth";

const scpText = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const enabled = (...types: string[]): OrganizationDetails["Roots"] => [
  { Id: "r-ab12", PolicyTypes: types.map((Type) => ({ Type, Status: "ENABLED" })) },
];
const policy = (
  Name: string,
  Type: string,
  ...targets: string[]
): OrganizationDetails["Policies"][number] => ({
  PolicySummary: { Id: `p-${Name}`, Name, Type },
  Content: scpText,
  Targets: targets.map((TargetId) => ({ TargetId })),
});
const sample: OrganizationDetails = {
  Organization: { Id: "o-1", MasterAccountId: otherAccount },
  Roots: enabled("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"),
  OrganizationalUnits: [
    { Id: "ou-ab12-work", Name: "Workloads", ParentId: "r-ab12" },
    { Id: "ou-ab12-dev", ParentId: "ou-ab12-work" },
  ],
  Accounts: [
    { Id: account, ParentId: "ou-ab12-dev" },
    { Id: otherAccount, ParentId: "r-ab12" },
  ],
  Policies: [
    policy(
      "FullAWSAccess",
      "SERVICE_CONTROL_POLICY",
      "r-ab12",
      "ou-ab12-work",
      "ou-ab12-dev",
      account,
      otherAccount,
    ),
    policy("ours", "SERVICE_CONTROL_POLICY", "ou-ab12-work"),
  ],
};

function organizationOf(changes: Partial<OrganizationDetails> = {}): Organization {
  return fromAccountDetails({ accounts: [], organization: { ...sample, ...changes } });
}

function shown(organization: Organization, id = account): readonly string[] | Unknown | undefined {
  const levels = organization.accounts.get(id)?.levels;
  if (levels === unknown || levels === undefined) return levels;
  const names = (documents: Level["scps"]): string => documents?.map(({ name }) => name).join(", ") ?? "-";
  return levels.map(({ target, scps, rcps }) => `${target}: ${names(scps)} | ${names(rcps)}`);
}

describe("levels from Organizations", () => {
  it("go from the root to the account, with what is attached to each", () => {
    const organization = organizationOf();
    assert.deepEqual(shown(organization), [
      "the root: FullAWSAccess | RCPFullAWSAccess",
      "OU Workloads: FullAWSAccess, ours | RCPFullAWSAccess",
      "OU ou-ab12-dev: FullAWSAccess | RCPFullAWSAccess",
      `account ${account}: FullAWSAccess | RCPFullAWSAccess`,
    ]);
    assert.deepEqual(findingsOf(organization), []);
    assert.equal(organization.id, "o-1");
  });

  it("have RCPFullAWSAccess once, whether the data has it or not", () => {
    const own = policy("RCPFullAWSAccess", "RESOURCE_CONTROL_POLICY", "r-ab12");
    const levels = shown(
      organizationOf({
        Policies: [
          ...sample.Policies,
          { ...own, Content: scpText.replace('"Action"', '"Principal":"*","Action"') },
        ],
      }),
    );
    assert.equal((levels as string[])[0], "the root: FullAWSAccess | RCPFullAWSAccess");
  });

  it("have no policies of a type that is not enabled, which restricts nothing", () => {
    assert.equal((shown(organizationOf({ Roots: enabled() })) as string[])[0], "the root: - | -");
    assert.equal(
      (shown(organizationOf({ Roots: enabled("SERVICE_CONTROL_POLICY") })) as string[])[0],
      "the root: FullAWSAccess | -",
    );
  });

  it("are open where a type may or may not be enabled, and it is said", () => {
    const pending = [
      { Id: "r-ab12", PolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "PENDING_ENABLE" }] },
    ];
    const organization = organizationOf({ Roots: pending });
    assert.equal(
      (shown(organization) as string[])[0],
      "the root: FullAWSAccess, whatever else is attached | -",
    );
    assert.deepEqual(findingsOf(organization), [
      "the root: whether policies of the type SERVICE_CONTROL_POLICY are in force is not known",
    ]);
    for (const Roots of [[{ Id: "r-ab12" }], []]) {
      const levels = shown(organizationOf({ Roots }));
      assert.equal(
        (levels as string[])[0],
        "the root: FullAWSAccess, whatever else is attached | RCPFullAWSAccess, whatever else is attached",
      );
    }
  });

  it("without any service control policy are open, because AWS keeps one attached", () => {
    const organization = organizationOf({ Policies: sample.Policies.slice(1) });
    assert.equal((shown(organization) as string[])[1], "OU Workloads: ours | RCPFullAWSAccess");
    assert.equal(
      (shown(organization) as string[])[0],
      "the root: whatever else is attached | RCPFullAWSAccess",
    );
    assert.deepEqual(findingsOf(organization), [
      "OU ou-ab12-dev: has no service control policy in the data, and AWS keeps one attached",
      `account ${account}: has no service control policy in the data, and AWS keeps one attached`,
      `account ${otherAccount}: has no service control policy in the data, and AWS keeps one attached`,
      "the root: has no service control policy in the data, and AWS keeps one attached",
    ]);
  });

  it("leave policies of other types alone", () => {
    const tags = { ...policy("tags", "TAG_POLICY", account), Content: "{}" };
    assert.deepEqual(organizationOf({ Policies: [...sample.Policies, tags] }), organizationOf());
  });

  it("have unknown documents for malformed ones, and it is said", () => {
    const broken = { ...policy("broken", "SERVICE_CONTROL_POLICY", account), Content: "{" };
    const organization = organizationOf({ Policies: [...sample.Policies, broken] });
    const levels = organization.accounts.get(account)?.levels;
    assert(levels && levels !== unknown);
    assert.equal(levels[3]?.scps?.[1]?.document.statements, unknown);
    assert.deepEqual(findingsOf(organization), ["broken: is no JSON"]);
  });

  it("are shared by the accounts below them", () => {
    const Accounts = [account, otherAccount].map((Id) => ({ Id, ParentId: "ou-ab12-work" }));
    const { accounts } = organizationOf({ Accounts });
    const [one, other] = [...accounts.values()].map(({ levels }) => (levels === unknown ? [] : levels));
    assert(one?.[1] && one[1] === other?.[1]);
  });

  const lost: [what: string, changes: Partial<OrganizationDetails>, top: string | typeof unknown][] = [
    ["the account is in no place", { Accounts: [], Policies: [] }, unknown],
    [
      "a unit is missing",
      { OrganizationalUnits: sample.OrganizationalUnits.slice(1) },
      "whatever is above OU ou-ab12-work",
    ],
    [
      "units stand below each other",
      { OrganizationalUnits: [{ Id: "ou-ab12-dev", ParentId: "ou-ab12-dev" }] },
      "whatever is above OU ou-ab12-dev",
    ],
  ];
  for (const [what, changes, top] of lost) {
    it(`are open where ${what}, and it is said`, () => {
      const details = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
      const more = { podIdentities: [], compute: [], kubernetes: [] };
      const organization = fromAccountDetails({
        accounts: [{ id: account, details, ...more }],
        organization: { ...sample, ...changes },
      });
      const levels = organization.accounts.get(account)?.levels;
      assert.equal(levels === unknown ? unknown : levels?.[0]?.target, top);
      assert(
        findingsOf(organization).includes(
          `account ${account}: its place in the organization is not known: which guardrails bind it is not known`,
        ),
      );
    });
  }
});

describe("accounts from Organizations", () => {
  it("are all there, with and without details, the management account told apart", () => {
    const { accounts } = organizationOf({ Organization: { Id: "o-1", MasterAccountId: "999999999999" } });
    assert.deepEqual(
      [...accounts.values()].map(({ id, isManagement }) => [id, isManagement]),
      [
        [account, false],
        [otherAccount, false],
        ["999999999999", true],
      ],
    );
  });

  it("are in the order of their ids", () => {
    const Accounts = [...sample.Accounts].reverse();
    assert.deepEqual([...organizationOf({ Accounts }).accounts.keys()], [account, otherAccount]);
  });

  it("may be the management account while that is not known", () => {
    const organization = organizationOf({ Organization: undefined });
    assert.deepEqual(
      [...organization.accounts.values()].map(({ isManagement }) => isManagement),
      [unknown, unknown],
    );
    assert(!("id" in organization));
  });
});
