import assert from "node:assert/strict";

import { encoded } from "../../../../fixtures/trust-large-roles";
import {
  account,
  findingsOf,
  otherAccount,
  permissions,
  trustPolicy,
} from "../../../../fixtures/trust-resources";
import { readDocument } from "../../../../../trust/documents/read";
import type { Organization } from "../../../../../trust/organization";
import {
  fromAccountDetails,
  type AccountData,
  type AuthorizationDetails,
} from "../../../../../trust/sources/details";
import { unknown } from "../../../../../trust/truth";

type RoleData = NonNullable<AuthorizationDetails["RoleDetailList"]>[number];

const arn = `arn:aws:iam::${account}:role/ci/Build`;
const nothing = readDocument(unknown, "permissions");
const all = { podIdentities: [], compute: [], kubernetes: [] };
const empty = {
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
  IsTruncated: false,
};

/** A role as GetAccountAuthorizationDetails tells it. */
const role = (more: object = {}): RoleData => ({
  Path: "/ci/",
  RoleName: "Build",
  RoleId: "AROAEXAMPLEEXAMPLE123",
  Arn: arn,
  AssumeRolePolicyDocument: encodeURIComponent(trustPolicy()),
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  Tags: [],
  ...more,
});

function organizationOf(details: AccountData["details"], more: Partial<AccountData> = {}): Organization {
  return fromAccountDetails({
    accounts: [{ id: account, details, ...all, ...more }],
    organization: {
      Organization: { Id: "o-1", MasterAccountId: "999999999999" },
      Roots: [{ Id: "r-ab12", PolicyTypes: [] }],
      OrganizationalUnits: [],
      Accounts: [
        { Id: account, ParentId: "r-ab12" },
        { Id: "999999999999", ParentId: "r-ab12" },
      ],
      Policies: [],
    },
  });
}
const withRole = (more: object, page: object = {}): Organization =>
  organizationOf({ ...empty, RoleDetailList: [role(more)], ...page });

describe("a role from authorization details", () => {
  it("has everything that they say", () => {
    const organization = withRole(
      {
        RolePolicyList: [{ PolicyName: "own", PolicyDocument: encodeURIComponent(permissions("s3:*")) }],
        AttachedManagedPolicies: [
          { PolicyName: "shared", PolicyArn: `arn:aws:iam::${account}:policy/shared` },
          { PolicyName: "AdministratorAccess", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
        ],
        PermissionsBoundary: {
          PermissionsBoundaryType: "PermissionsBoundaryPolicy",
          PermissionsBoundaryArn: `arn:aws:iam::${account}:policy/shared`,
        },
        Tags: [{ Key: "Team", Value: "Shop" }],
        MaxSessionDuration: 43200,
      },
      {
        Policies: [
          {
            PolicyName: "shared",
            Arn: `arn:aws:iam::${account}:policy/shared`,
            DefaultVersionId: "v2",
            PolicyVersionList: [
              {
                VersionId: "v1",
                IsDefaultVersion: false,
                Document: encodeURIComponent(permissions("iam:*")),
              },
              { VersionId: "v2", IsDefaultVersion: true, Document: encodeURIComponent(permissions("ec2:*")) },
            ],
          },
        ],
      },
    );
    const shared = readDocument(permissions("ec2:*"), "permissions");
    assert.deepEqual(organization.roles.get(arn), {
      arn,
      account,
      name: "Build",
      uniqueId: "AROAEXAMPLEEXAMPLE123",
      policies: [
        { name: "AdministratorAccess", document: readDocument(permissions("*"), "permissions") },
        { name: "own", document: readDocument(permissions("s3:*"), "permissions") },
        { name: "shared", document: shared },
      ],
      boundary: { name: "shared", document: shared },
      tags: new Map([["team", "Shop"]]),
      trust: readDocument(trustPolicy(), "trust"),
      maxSessionSeconds: 43200,
    });
    assert.deepEqual(findingsOf(organization), []);
  });

  it("needs none of what IAM may leave out", () => {
    const found = organizationOf({
      ...empty,
      RoleDetailList: [{ RoleName: "Build", Arn: arn, AssumeRolePolicyDocument: trustPolicy() }],
    });
    assert.deepEqual(found.roles.get(arn), {
      arn,
      account,
      name: "Build",
      policies: [],
      tags: new Map(),
      trust: readDocument(trustPolicy(), "trust"),
    });
  });

  const tricky =
    '{"Version":"2012-10-17","Statement":{"Sid":"A","Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"StringLike":{"sts:ExternalId":"a+b %22 ü*(!)\'"}}}}';
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
  const forms: [what: string, document: unknown, text: string][] = [
    ["encoded by RFC 3986", encoded(JSON.parse(tricky) as object), tricky],
    ["encoded with white space around it", encodeURIComponent(`\n ${tricky}`), tricky],
    ["as plain text, whatever percent signs it has", tricky, tricky],
    ["as plain text after white space", `\n\t${tricky}`, tricky],
    ["parsed", JSON.parse(tricky), tricky],
  ];
  for (const [what, document, text] of forms) {
    it(`is read ${what}`, () => {
      const found = withRole({ AssumeRolePolicyDocument: document });
      assert.deepEqual(found.roles.get(arn)?.trust, readDocument(text, "trust"));
      assert.deepEqual(findingsOf(found), []);
    });
  }

  const bad: [what: string, more: object, subject: string][] = [
    [
      "trust policy that is cut off",
      { AssumeRolePolicyDocument: encodeURIComponent(trustPolicy()).slice(0, 40) },
      arn,
    ],
    ["trust policy that is encoded badly", { AssumeRolePolicyDocument: "%7B%2" }, arn],
    [
      "policy that is no JSON",
      { RolePolicyList: [{ PolicyName: "own", PolicyDocument: "no" }] },
      `${arn}, policy own`,
    ],
  ];
  for (const [what, more, subject] of bad) {
    it(`has an unknown document for a ${what}, and it is said`, () => {
      const found = withRole(more);
      const { trust, policies = [] } = found.roles.get(arn) ?? {};
      assert(
        [trust, ...policies.map(({ document }) => document)].some(
          (document) => document?.statements === unknown,
        ),
      );
      assert.deepEqual(findingsOf(found), [`${subject}: is no JSON`]);
    });
  }

  it("has an unknown trust policy if it has none, and it is said", () => {
    const found = withRole({ AssumeRolePolicyDocument: undefined });
    assert.equal(found.roles.get(arn)?.trust.statements, unknown);
    assert.deepEqual(findingsOf(found), [`${arn}: has no document in the data: what it says is not known`]);
  });

  it("has an unknown document for a policy without a default version, and it is said", () => {
    const policyArn = `arn:aws:iam::${account}:policy/shared`;
    const versions: (readonly object[] | undefined)[] = [
      undefined,
      [],
      [{ VersionId: "v1", IsDefaultVersion: false, Document: permissions("s3:*") }],
      [{ VersionId: "v1", IsDefaultVersion: true }],
    ];
    for (const PolicyVersionList of versions) {
      const found = withRole(
        { AttachedManagedPolicies: [{ PolicyArn: policyArn }] },
        { Policies: [{ Arn: policyArn, PolicyVersionList }] },
      );
      assert.deepEqual(found.roles.get(arn)?.policies, [{ name: "shared", document: nothing }]);
      assert.deepEqual(findingsOf(found), [
        `${policyArn}: has no default version in the data: what it says is not known`,
        `${policyArn}: its document is not known`,
      ]);
    }
  });

  it("has an unknown boundary if the boundary has no name", () => {
    const found = withRole({ PermissionsBoundary: {} });
    assert.deepEqual(found.roles.get(arn)?.boundary, {
      name: "a managed policy that is not known",
      document: nothing,
    });
  });

  it("is in the account that its ARN says, and it is said if that is another one", () => {
    const far = `arn:aws:iam::${otherAccount}:role/Build`;
    const found = withRole({ Arn: far });
    assert.equal(found.roles.get(far)?.account, otherAccount);
    assert.deepEqual(findingsOf(found), [
      `${far}: is among the details of account ${account}, which is another one than its ARN says`,
    ]);
  });
});

describe("users and groups from authorization details", () => {
  it("are put together with what they hold by themselves and through groups", () => {
    const userArn = `arn:aws-cn:iam::${account}:user/anna`;
    const found = organizationOf({
      ...empty,
      UserDetailList: [
        { UserName: "bert", Arn: `arn:aws-cn:iam::${account}:user/bert` },
        {
          UserName: "anna",
          UserId: "AIDAEXAMPLEEXAMPLE123",
          Arn: userArn,
          UserPolicyList: [{ PolicyName: "own", PolicyDocument: permissions("s3:*") }],
          AttachedManagedPolicies: [{ PolicyArn: "arn:aws-cn:iam::aws:policy/AdministratorAccess" }],
          GroupList: ["dev", "gone"],
          Tags: [{ Key: "Team", Value: "Shop" }],
        },
      ],
      GroupDetailList: [
        {
          GroupName: "dev",
          Arn: `arn:aws-cn:iam::${account}:group/dev`,
          GroupPolicyList: [{ PolicyName: "all", PolicyDocument: permissions("ec2:*") }],
          AttachedManagedPolicies: [{ PolicyArn: "arn:aws-cn:iam::aws:policy/AWSDenyAll" }],
        },
      ],
    });
    const anna = found.users.get(userArn);
    assert.deepEqual(
      [anna?.uniqueId, anna?.tags, anna?.policies.map(({ name }) => name)],
      [
        "AIDAEXAMPLEEXAMPLE123",
        new Map([["team", "Shop"]]),
        [
          "AWSDenyAll of group dev",
          "AdministratorAccess",
          "all of group dev",
          "own",
          "whatever else is attached",
        ],
      ],
    );
    assert.deepEqual(findingsOf(found), [
      `group gone of ${account}: is not in the data: who is in it is not known`,
    ]);
    assert.equal(found.roles.size, 0);
    assert.deepEqual(found.users.get(`arn:aws-cn:iam::${account}:user/bert`)?.policies, [
      { name: "whatever else is attached", document: nothing },
    ]);
  });
});

describe("authorization details in pages", () => {
  const user = { UserName: "anna", Arn: `arn:aws:iam::${account}:user/anna`, GroupList: ["dev"] };
  const first = { ...empty, IsTruncated: true, RoleDetailList: [role()], UserDetailList: [user] };
  const last = {
    IsTruncated: false,
    GroupDetailList: [
      {
        GroupName: "dev",
        Arn: `arn:aws:iam::${account}:group/dev`,
        GroupPolicyList: [{ PolicyName: "all", PolicyDocument: permissions("ec2:*") }],
      },
    ],
  };

  it("are put together whatever their order", () => {
    const whole = organizationOf([first, last]);
    assert.deepEqual(organizationOf([last, first]), whole);
    assert.deepEqual([...whole.roles.keys(), ...whole.users.keys()], [arn, user.Arn]);
    assert.deepEqual(
      whole.users.get(user.Arn)?.policies.map(({ name }) => name),
      ["all of group dev"],
    );
    assert.deepEqual(findingsOf(whole), []);
  });

  it("that are not all there are told", () => {
    assert.deepEqual(findingsOf(organizationOf([{ ...first, UserDetailList: [] }])), [
      `account ${account}: its authorization details have no last page: roles and policies are missing`,
    ]);
  });

  it("that lack a list are told", () => {
    assert.deepEqual(findingsOf(organizationOf({ RoleDetailList: [role()], IsTruncated: false })), [
      `account ${account}: its authorization details have no GroupDetailList`,
      `account ${account}: its authorization details have no Policies`,
      `account ${account}: its authorization details have no UserDetailList`,
    ]);
  });

  it("that have a role twice are told", () => {
    const found = organizationOf([{ ...empty, RoleDetailList: [role(), role()] }]);
    assert.deepEqual(findingsOf(found), [`${arn}: is in the data more than once: what differs is not known`]);
    assert.notEqual(found.roles.get(arn)?.trust.statements, unknown);
  });

  it("that have one AWS policy in many accounts have one policy", () => {
    const policyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const version = (action: string): object => ({
      VersionId: "v1",
      IsDefaultVersion: true,
      Document: permissions(action),
    });
    const policies = (...actions: string[]): object => ({
      Policies: actions.map((action) => ({ Arn: policyArn, PolicyVersionList: [version(action)] })),
    });
    const held = { AttachedManagedPolicies: [{ PolicyArn: policyArn }] };
    const same = withRole(held, policies("s3:Get*", "s3:Get*"));
    assert.deepEqual(findingsOf(same), []);
    assert.notEqual(same.roles.get(arn)?.policies[0]?.document.statements, unknown);
    const different = withRole(held, policies("s3:Get*", "s3:*"));
    assert.equal(different.roles.get(arn)?.policies[0]?.document.statements, unknown);
    assert(
      findingsOf(different).includes(
        `${policyArn}: is in the data with different documents: which one holds is not known`,
      ),
    );
  });
});

describe("what runs in a live account", () => {
  const association = {
    clusterName: "octopus",
    namespace: "octopus",
    serviceAccount: "server",
    roleArn: arn,
    associationArn: `arn:aws:eks:eu-west-1:${account}:podidentityassociation/octopus/a-1`,
  };

  it("is handed on, with associations as EKS describes them", () => {
    const compute = [{ type: "AWS::Lambda::Function", arn: "arn:f", account, role: arn }];
    const kubernetes = [
      { clusterArn: "arn:c", subject: "x", namespace: "*", serviceAccount: "*", by: "create pods" },
    ];
    const podIdentities = [
      association,
      { ...association, targetRoleArn: "arn:target", disableSessionTags: true },
    ];
    const found = organizationOf(empty, { compute, kubernetes, podIdentities });
    const expected = {
      clusterArn: `arn:aws:eks:eu-west-1:${account}:cluster/octopus`,
      account,
      namespace: "octopus",
      serviceAccount: "server",
      role: arn,
      disableSessionTags: false,
    };
    assert.deepEqual(found.podIdentities, [
      expected,
      { ...expected, targetRole: "arn:target", disableSessionTags: true },
    ]);
    assert.deepEqual([found.compute, found.kubernetes], [compute, kubernetes]);
  });

  it("is told as missing if nobody has looked", () => {
    const found = organizationOf(empty, {
      podIdentities: undefined,
      compute: undefined,
      kubernetes: undefined,
    });
    assert.deepEqual(findingsOf(found), [
      "compute that runs as roles: not in the data of 1 of 1 accounts",
      "pod identity associations: not in the data of 1 of 1 accounts",
      "rights in Kubernetes clusters: not in the data of 1 of 1 accounts",
    ]);
    assert.deepEqual([found.podIdentities, found.compute, found.kubernetes], [[], [], []]);
  });
});
