import assert from "node:assert/strict";

import type { LayerVerdict } from "../../../../trust/decide/decision";
import { resourceControl, serviceControl } from "../../../../trust/decide/guardrails";
import type { Statement } from "../../../../trust/documents/policy";
import type { Account, Level, NamedDocument } from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";
import { deploy, ids, launcher, member, named, roleArn, secret } from "./model";

const scps = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html";
const evaluation =
  "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html";
const rcps = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html";

const linked = "aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS";

const request = (resource: string): Parameters<typeof serviceControl>[2] => ({
  action: "sts:assumerole",
  resource,
  lookup: (key) => (key === "aws:principalarn" ? [launcher] : unknown),
});

const scp = (statement: Partial<Statement> = {}, name = "guard"): NamedDocument =>
  named(name, "scp", { Sid: "No", Effect: "Deny", Action: "sts:AssumeRole", Resource: "*", ...statement });
const rcp = (statement: Partial<Statement> = {}): NamedDocument =>
  named("guard", "rcp", {
    Sid: "No",
    Effect: "Deny",
    Principal: "*",
    Action: "sts:AssumeRole",
    Resource: "*",
    ...statement,
  });
const onAddress = { Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };

/** An account that policies would deny everything, were it bound. */
const denied = (changes: Partial<Account> = {}): Account => ({
  ...member(ids.tooling, { root: [scp()] }, { root: [rcp()] }),
  ...changes,
});

describe("service control policies", () => {
  const verdict = (
    caller: Account | undefined,
    principal: string | undefined = launcher,
    resource = deploy,
  ): LayerVerdict => serviceControl(caller, caller && principal, request(resource));

  const bound: [who: string, source: string, found: () => LayerVerdict, words: string | true][] = [
    ["a role of a member account", scps, () => verdict(denied()), true],
    ["its users", scps, () => verdict(denied(), "arn:aws:iam::123456789012:user/ada"), true],
    ["its root user", scps, () => verdict(denied(), "arn:aws:iam::123456789012:root"), true],
    [
      "who asks for a service-linked role",
      scps,
      () => verdict(denied(), launcher, roleArn("dev", linked)),
      true,
    ],
    [
      "a role that is merely named like a service-linked one",
      scps,
      () => verdict(denied(), roleArn("tooling", "AWSServiceRoleForAmazonEKS")),
      true,
    ],
    [
      "a service-linked role",
      scps,
      () => verdict(denied(), roleArn("tooling", linked)),
      "service control policies bind no service-linked roles",
    ],
    [
      "services and federated callers",
      scps,
      () => verdict(undefined),
      "service control policies bind no services and no federated callers",
    ],
    [
      "the management account",
      scps,
      () => verdict(denied({ isManagement: true })),
      "the caller is of the management account, which service control policies do not bind",
    ],
    [
      "the management account, wherever it stands",
      scps,
      () => verdict(denied({ isManagement: true, levels: unknown })),
      "the caller is of the management account, which service control policies do not bind",
    ],
    [
      "strangers",
      scps,
      () => verdict(denied({ id: ids.outside, levels: [] })),
      "the caller is of account 777777777777, which is outside of the organization",
    ],
    [
      "anybody while they are not enabled",
      scps,
      () => verdict(denied({ levels: [{ target: "the root", rcps: [rcp()] }, { target: "account 1" }] })),
      "service control policies are not enabled",
    ],
  ];
  for (const [who, , found, words] of bound) {
    it(`${words === true ? "bind" : "do not bind"} ${who}`, () => {
      const { outcome, words: said, undecided } = found();
      assert.equal(outcome, words === true ? "denies" : "exempt");
      assert.deepEqual(undecided, []);
      assert.equal(
        said,
        words === true ? "the service control policy guard (No), attached to the root, denies it" : words,
      );
    });
  }

  const at = (levels: Parameters<typeof member>[1]): LayerVerdict => verdict(member(ids.tooling, levels));
  /** Levels with the policies given and no others. */
  const only = (...policies: NamedDocument[][]): LayerVerdict =>
    verdict({
      ...member(ids.tooling),
      levels: policies.map((attached, i): Level => ({ target: `level ${i}`, scps: attached })),
    });
  const everything = scp({ Sid: undefined, Effect: "Allow", Action: "*" }, "all");
  const passes = "of the service control policies at every level one allows it";

  type Said = Omit<LayerVerdict, "layer" | "words" | "undecided"> & { undecided?: readonly string[] };
  const statement = { policy: "guard", place: "Statement[0]", sid: "No" };
  const decisions: [what: string, source: string, found: () => LayerVerdict, outcome: Said, words: string][] =
    [
      ["let pass what none denies", evaluation, () => at({}), { outcome: "passes" }, passes],
      ...(["root", "ou", "account"] as const).map((place): (typeof decisions)[number] => {
        const target = { root: "the root", ou: "OU Workloads", account: "account 123456789012" }[place];
        return [
          `deny what one at ${target} denies`,
          evaluation,
          () => at({ [place]: [scp()] }),
          { outcome: "denies", ...statement },
          `the service control policy guard (No), attached to ${target}, denies it`,
        ];
      }),
      [
        "name a statement without Sid by its place",
        evaluation,
        () => at({ root: [scp({ Sid: undefined })] }),
        { outcome: "denies", policy: "guard", place: "Statement[0]" },
        "the service control policy guard (a statement without Sid), attached to the root, denies it",
      ],
      [
        "let pass whoever is exempt in the statement",
        scps,
        () => at({ root: [scp({ Condition: { StringNotEquals: { "aws:PrincipalArn": launcher } } })] }),
        { outcome: "passes" },
        passes,
      ],
      [
        "let pass another action",
        scps,
        () => at({ root: [scp({ Action: "sts:TagSession" })] }),
        { outcome: "passes" },
        passes,
      ],
      [
        "let pass another role",
        scps,
        () => at({ root: [scp({ Resource: roleArn("dev", "octopus/oidc/*") })] }),
        { outcome: "passes" },
        passes,
      ],
      [
        "deny all but the named action",
        scps,
        () => at({ root: [scp({ Action: undefined, NotAction: "s3:*" })] }),
        { outcome: "denies", ...statement },
        "the service control policy guard (No), attached to the root, denies it",
      ],
      [
        "let pass the role that is left out by name",
        scps,
        () => at({ root: [scp({ Resource: undefined, NotResource: deploy })] }),
        { outcome: "passes" },
        passes,
      ],
      [
        "deny what no policy of a level allows",
        evaluation,
        () => only([everything], [], [everything]),
        { outcome: "denies" },
        "no service control policy attached to level 1 allows it",
      ],
      [
        "deny what only policies about something else allow",
        evaluation,
        () => only([everything], [scp({ Effect: "Allow", Action: "s3:*" })]),
        { outcome: "denies" },
        "no service control policy attached to level 1 allows it",
      ],
      [
        "let pass what each level allows by another policy",
        evaluation,
        () => only([everything], [scp({ Effect: "Allow" }), scp({ Action: "s3:*" })]),
        { outcome: "passes" },
        passes,
      ],
      [
        "let pass where some levels have none enabled",
        scps,
        () =>
          verdict({
            ...member(ids.tooling),
            levels: [{ target: "the root" }, { target: "a", scps: [everything] }],
          }),
        { outcome: "passes" },
        passes,
      ],
      [
        "do not know a denial under a condition that is not known",
        scps,
        () => at({ root: [scp(onAddress)] }),
        { outcome: "unknown", ...statement, undecided: ["the condition IpAddress on aws:SourceIp"] },
        "the service control policy guard (No), attached to the root, may deny it; " +
          "could not decide the condition IpAddress on aws:SourceIp",
      ],
      [
        "deny by a further statement what the first may deny",
        scps,
        () =>
          at({
            root: [
              named(
                "guard",
                "scp",
                { Sid: "May", Effect: "Deny", Action: "*", Resource: "*", ...onAddress },
                { Sid: "No", Effect: "Deny", Action: "*", Resource: "*" },
              ),
            ],
          }),
        { outcome: "denies", ...statement, place: "Statement[1]" },
        "the service control policy guard (No), attached to the root, denies it",
      ],
      [
        "deny at a lower level what a higher one may deny",
        evaluation,
        () => at({ root: [scp(onAddress)], account: [scp({ Sid: "Sure" })] }),
        { outcome: "denies", ...statement, sid: "Sure" },
        "the service control policy guard (Sure), attached to account 123456789012, denies it",
      ],
      [
        "do not know an allowance under a condition that is not known",
        scps,
        () => only([scp({ Effect: "Allow", ...onAddress })]),
        { outcome: "unknown", ...statement, undecided: ["the condition IpAddress on aws:SourceIp"] },
        "the service control policy guard (No), attached to level 0, may allow it, and nothing else does; " +
          "could not decide the condition IpAddress on aws:SourceIp",
      ],
      [
        "let pass what another policy of the level surely allows",
        evaluation,
        () => only([scp({ Effect: "Allow", ...onAddress }), everything]),
        { outcome: "passes" },
        passes,
      ],
      [
        "do not know what a policy says that nobody could read",
        scps,
        () => at({ ou: [secret("theirs")] }),
        { outcome: "unknown", policy: "theirs", undecided: ["the whole policy"] },
        "the service control policy theirs (content not known), attached to OU Workloads, may deny it; " +
          "could not decide the whole policy",
      ],
      [
        "do not know what binds an account whose place is not known",
        scps,
        () => verdict({ id: ids.dev, isManagement: unknown, levels: unknown }),
        { outcome: "unknown", undecided: ["which service control policies bind account 111111111111"] },
        "it is not known where account 111111111111 of the caller stands in the organization, " +
          "nor which service control policies bind it",
      ],
      [
        "do not know whether a denial binds what may be the management account",
        scps,
        () => verdict(denied({ isManagement: unknown })),
        {
          outcome: "unknown",
          ...statement,
          undecided: ["whether account 123456789012 is the management account"],
        },
        "the service control policy guard (No), attached to the root, denies it; could not decide " +
          "whether account 123456789012 is the management account, which service control policies do not bind",
      ],
      [
        "let pass what they allow anyway, management account or not",
        scps,
        () => verdict({ ...member(ids.tooling), isManagement: unknown }),
        { outcome: "passes" },
        passes,
      ],
    ];
  for (const [what, , found, outcome, words] of decisions) {
    it(what, () => {
      assert.deepEqual(found(), { layer: "service control policy", undecided: [], words, ...outcome });
    });
  }
});

describe("resource control policies", () => {
  const verdict = (
    account: Account,
    principal: string | undefined = launcher,
    resource = deploy,
  ): LayerVerdict => resourceControl(account, principal, request(resource));
  const exempt = "resource control policies bind no service-linked roles";

  const bound: [who: string, found: () => LayerVerdict, words: string | true][] = [
    ["roles", () => verdict(denied()), true],
    ["root users", () => verdict(denied(), "arn:aws:iam::999999999999:root"), true],
    ["strangers", () => verdict(denied(), roleArn("outside", "Stranger")), true],
    ["services and federated callers", () => resourceControl(denied(), undefined, request(deploy)), true],
    ["service-linked roles that ask", () => verdict(denied(), roleArn("tooling", linked)), exempt],
    [
      "a service that asks for its service-linked role",
      () => resourceControl(denied(), undefined, request(roleArn("dev", linked))),
      exempt,
    ],
    [
      "a role that is merely named like a service-linked one",
      () => verdict(denied(), launcher, roleArn("dev", "AWSServiceRoleForAmazonEKS")),
      true,
    ],
    [
      "who asks for a role of the management account",
      () => verdict(denied({ isManagement: true })),
      "the role is of the management account, which resource control policies do not bind",
    ],
    [
      "who asks for a stranger's role",
      () => verdict(denied({ id: ids.outside, levels: [] })),
      "the role is of account 777777777777, which is outside of the organization",
    ],
    [
      "anybody while they are not enabled",
      () => verdict(denied({ levels: [{ target: "the root", scps: [scp()] }] })),
      "resource control policies are not enabled",
    ],
  ];
  for (const [who, found, words] of bound) {
    it(`${words === true ? "bind" : "do not bind"} ${who}, ${rcps}`, () => {
      const { outcome, words: said } = found();
      assert.equal(outcome, words === true ? "denies" : "exempt");
      assert.equal(
        said,
        words === true ? "the resource control policy guard (No), attached to the root, denies it" : words,
      );
    });
  }

  it("deny nothing by themselves: the policy that allows everything is always attached", () => {
    const { outcome, words } = verdict({ ...member(ids.dev), levels: [{ target: "the root", rcps: [] }] });
    assert.deepEqual([outcome, words], ["passes", "of the resource control policies none denies it"]);
  });

  it("are not known where their account's place is not", () => {
    const { outcome, undecided } = verdict({ id: ids.dev, isManagement: false, levels: unknown });
    assert.equal(outcome, "unknown");
    assert.deepEqual(undecided, ["which resource control policies bind account 111111111111"]);
  });

  it("are not known to deny under a condition that is not known, or where nobody could read them", () => {
    const conditional = verdict(member(ids.dev, {}, { ou: [rcp(onAddress)] }));
    assert.equal(conditional.outcome, "unknown");
    assert.equal(
      conditional.words,
      "the resource control policy guard (No), attached to OU Workloads, may deny it; " +
        "could not decide the condition IpAddress on aws:SourceIp",
    );
    assert.equal(verdict(member(ids.dev, {}, { ou: [secret("theirs")] })).outcome, "unknown");
  });
});
