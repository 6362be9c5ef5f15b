import assert from "node:assert/strict";

import { isCaller } from "../../../../trust/decide/callers";
import type { LayerVerdict } from "../../../../trust/decide/decision";
import { grantVerdicts, type Grants, type Permissions } from "../../../../trust/decide/grants";
import type { Caller, SessionCaller } from "../../../../trust/decide/request";
import type { Request } from "../../../../trust/decide/statements";
import type { Statement } from "../../../../trust/documents/policy";
import type { NamedDocument } from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";
import { allowing, deploy, ids, roleArn, secret, trusting, userArn } from "./model";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const denyallow = `${guide}/reference_policies_evaluation-logic_policy-eval-denyallow.html`;
const principals = `${guide}/reference_policies_elements_principal.html`;
const crossAccount = `${guide}/reference_policies_evaluation-logic-cross-account.html`;

const role = roleArn("dev", "octopus/Ci");
const session: SessionCaller = { kind: "session", role, name: "ci" };
const user: Caller = { kind: "user", arn: userArn("dev", "ada") };
const id = "AROAEXAMPLEEXAMPLE123";

const onAddress = { Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };
const nothing: NamedDocument = allowing({ Action: "s3:*" }, "buckets");

interface Setup {
  readonly trust: readonly Partial<Statement>[] | "secret";
  readonly caller?: Caller;
  readonly own?: Partial<Permissions>;
  readonly otherAccount?: boolean;
  readonly action?: string;
}

function verdicts({ trust, caller = session, own, otherAccount = false, action }: Setup): LayerVerdict[] {
  const permissions = { policies: [], ...own };
  const document = trust === "secret" ? secret("trust policy").document : trusting(...trust).trust;
  const grants: Grants = {
    trust: { name: "trust policy", document },
    isCaller: isCaller(caller, id),
    sameAccount: !otherAccount,
    ...((caller.kind === "session" || caller.kind === "user") && { permissions }),
  };
  const asked = action ?? "sts:AssumeRole";
  const request: Request = { action: asked.toLowerCase(), resource: deploy, lookup: () => unknown };
  return grantVerdicts(grants, asked, request);
}

/** The outcomes of the trust policy, identity policies, boundary and session policies, by their first letters. */
function outcomes(setup: Setup): string {
  return verdicts(setup)
    .map(({ outcome }) => outcome[0])
    .join("");
}

const allowed = /^[pe]{4}$/;

describe("in the same account, where nothing of the caller allows it", () => {
  /** Whether the trust policy alone suffices, with nothing else, with a boundary, and with a session policy. */
  const forms: [
    form: string,
    source: string,
    Principal: Statement["Principal"],
    caller: Caller,
    alone: boolean,
    beyondBoundary: boolean,
    beyondSession: boolean,
  ][] = [
    ["the caller's role", denyallow, { AWS: role }, session, true, false, false],
    ["the id of the caller's role", principals, { AWS: id }, session, true, false, false],
    [
      "the caller's session",
      denyallow,
      { AWS: `arn:aws:sts::${ids.dev}:assumed-role/Ci/ci` },
      session,
      true,
      true,
      true,
    ],
    ["the caller, a user", denyallow, { AWS: userArn("dev", "ada") }, user, true, true, true],
    ["everybody", principals, { AWS: "*" }, session, true, true, true],
    ["everybody, and so a user", principals, { AWS: "*" }, user, true, true, true],
    ["the account", `${principals}#principal-accounts`, { AWS: ids.dev }, session, false, false, false],
    [
      "the account by its root",
      `${principals}#principal-accounts`,
      { AWS: `arn:aws:iam::${ids.dev}:root` },
      user,
      false,
      false,
      false,
    ],
    ["the account and the role", principals, { AWS: [ids.dev, role] }, session, true, false, false],
    ["the role and everybody", principals, { AWS: [role, "*"] }, session, true, true, true],
  ];
  for (const [form, , Principal, caller, alone, beyondBoundary, beyondSession] of forms) {
    const trust = [{ Principal }];
    const boundary = nothing;
    it(`a trust policy that names ${form} ${alone ? "suffices" : "does not suffice"}`, () => {
      assert.equal(allowed.test(outcomes({ trust, caller })), alone);
      assert.equal(allowed.test(outcomes({ trust, caller, own: { policies: [nothing] } })), alone);
    });
    it(`and ${beyondBoundary ? "passes" : "does not pass"} a boundary: ${form}`, () => {
      assert.equal(allowed.test(outcomes({ trust, caller, own: { boundary } })), beyondBoundary);
    });
    it(`and ${beyondSession ? "passes" : "does not pass"} session policies: ${form}`, () => {
      assert.equal(
        allowed.test(outcomes({ trust, caller, own: { sessionPolicies: [nothing] } })),
        beyondSession,
      );
    });
    it(`and passes once the caller's own policies allow it as well: ${form}`, () => {
      const own = { policies: [allowing()], boundary: allowing(), sessionPolicies: [nothing, allowing()] };
      assert.equal(outcomes({ trust, caller, own }), "pppp");
    });
    it(`and never passes an explicit denial: ${form}`, () => {
      const deny = allowing({ Effect: "Deny", Sid: "No" }, "no");
      const own = { policies: [allowing()], boundary: allowing(), sessionPolicies: [allowing()] };
      assert.equal(outcomes({ trust, caller, own: { ...own, policies: [allowing(), deny] } })[1], "d");
      assert.equal(outcomes({ trust, caller, own: { ...own, boundary: deny } })[2], "d");
      assert.equal(outcomes({ trust, caller, own: { ...own, sessionPolicies: [allowing(), deny] } })[3], "d");
    });
    it(`and needs all of the caller's policies in another account: ${form}`, () => {
      const own = { policies: [allowing()], boundary: allowing(), sessionPolicies: [allowing()] };
      assert.equal(outcomes({ trust, caller, own, otherAccount: true }), "pppp");
      assert.equal(outcomes({ trust, caller, own: { ...own, policies: [] }, otherAccount: true }), "pdpp");
      assert.equal(outcomes({ trust, caller, own: { ...own, boundary }, otherAccount: true }), "ppdp");
      const sessionPolicies = [nothing];
      assert.equal(outcomes({ trust, caller, own: { ...own, sessionPolicies }, otherAccount: true }), "pppd");
    });
  }
});

describe("the trust policy and the caller's own policies", () => {
  const mine = { AWS: role };
  const everything = { policies: [allowing()] };
  /** By trust policy, identity policies, boundary and session policies: passes, denies, unknown or exempt. */
  const cases: [what: string, source: string, setup: Setup, expected: string][] = [
    [
      "no trust, although the caller may",
      denyallow,
      { trust: [{ Principal: { AWS: ids.prod } }], own: everything },
      "dpee",
    ],
    [
      "a trust that allows another action",
      denyallow,
      { trust: [{ Principal: mine, Action: "sts:TagSession" }], own: everything },
      "dpee",
    ],
    [
      "a trust that denies whom it lets in by name",
      denyallow,
      { trust: [{ Principal: mine }, { Effect: "Deny", Principal: { AWS: "*" } }], own: everything },
      "dpee",
    ],
    [
      "a trust that denies the account whose role it lets in",
      principals,
      { trust: [{ Principal: mine }, { Effect: "Deny", Principal: { AWS: ids.dev } }], own: everything },
      "dpee",
    ],
    [
      "a trust that may deny it",
      denyallow,
      {
        trust: [{ Principal: mine }, { Effect: "Deny", Principal: { AWS: "*" }, ...onAddress }],
        own: everything,
      },
      "upee",
    ],
    [
      "a trust that may allow it",
      denyallow,
      { trust: [{ Principal: mine, ...onAddress }], own: everything },
      "upee",
    ],
    ["a trust that nobody could read", denyallow, { trust: "secret", own: everything }, "upee"],
    ["such a trust, with nothing else", denyallow, { trust: "secret" }, "ueee"],
    ["such a trust in another account", crossAccount, { trust: "secret", otherAccount: true }, "udee"],
    [
      "a name that is sure before one that may demand less",
      denyallow,
      { trust: [{ Principal: mine }, { Principal: { AWS: "*" }, ...onAddress }] },
      "peee",
    ],
    [
      "one that may demand less before a name that does not get through",
      denyallow,
      { trust: [{ Principal: { AWS: ids.dev } }, { Principal: mine, ...onAddress }] },
      "ueee",
    ],
    [
      "a form that is not understood beside the account, which does not get through",
      principals,
      { trust: [{ Principal: { AWS: [ids.dev, "whoever"] } }] },
      "ueee",
    ],
    [
      "an account that gets through before a form that is not understood",
      principals,
      { trust: [{ Principal: { AWS: [ids.dev, "whoever"] } }], own: everything },
      "ppee",
    ],
    [
      "a name that a boundary stops, and the account that it stops as well",
      denyallow,
      {
        trust: [{ Principal: mine }, { Principal: { AWS: ids.dev } }],
        own: { ...everything, boundary: nothing },
      },
      "ppde",
    ],
    [
      "the account, where policies may allow it",
      denyallow,
      { trust: [{ Principal: { AWS: ids.dev } }], own: { policies: [allowing(onAddress)] } },
      "puee",
    ],
    [
      "the account, where policies are not known",
      denyallow,
      { trust: [{ Principal: { AWS: ids.dev } }], own: { policies: [secret("theirs")] } },
      "puee",
    ],
    [
      "a name, where policies may deny it",
      denyallow,
      { trust: [{ Principal: mine }], own: { policies: [allowing({ Effect: "Deny", ...onAddress })] } },
      "puee",
    ],
    [
      "a name, where policies may allow it, which is not needed",
      denyallow,
      { trust: [{ Principal: mine }], own: { policies: [allowing(onAddress)] } },
      "peee",
    ],
    [
      "a name, where it is not known what the boundary is",
      denyallow,
      { trust: [{ Principal: mine }], own: { boundary: secret("theirs") } },
      "peue",
    ],
    [
      "session policies of which one allows it",
      `${guide}/access_policies.html#policies_session`,
      { trust: [{ Principal: mine }], own: { sessionPolicies: [nothing, allowing()] } },
      "peep",
    ],
    [
      "a list of no session policies, which narrows nothing",
      denyallow,
      { trust: [{ Principal: mine }], own: { sessionPolicies: [] } },
      "peee",
    ],
    [
      "a service",
      principals,
      {
        trust: [{ Principal: { Service: "pods.eks.amazonaws.com" } }],
        caller: { kind: "service", service: "pods.eks.amazonaws.com" },
      },
      "peee",
    ],
    [
      "another service",
      principals,
      {
        trust: [{ Principal: { Service: "ec2.amazonaws.com" } }],
        caller: { kind: "service", service: "pods.eks.amazonaws.com" },
        otherAccount: true,
      },
      "deee",
    ],
  ];
  for (const [what, , setup, expected] of cases) {
    it(`say ${expected} of ${what}`, () => assert.equal(outcomes(setup), expected));
  }

  const address = "; could not decide the condition IpAddress on aws:SourceIp";
  const both = { ...onAddress.Condition, Bool: { "aws:SecureTransport": "true" } };
  const sentences: [setup: Setup, layer: number, words: string, where?: object][] = [
    [
      { trust: [{ Principal: mine, Sid: "Ci" }] },
      0,
      "the role's trust policy (Ci) allows it",
      { policy: "trust policy", place: "Statement[0]", sid: "Ci" },
    ],
    [
      { trust: [{ Principal: { AWS: "*" }, ...onAddress }, { Principal: mine }] },
      0,
      "the role's trust policy (a statement without Sid) allows it",
      { policy: "trust policy", place: "Statement[1]" },
    ],
    [
      { trust: [{ Principal: { AWS: ids.prod } }] },
      0,
      "the role's trust policy does not admit the caller",
      {},
    ],
    [
      { trust: [{ Principal: { AWS: ids.prod } }], action: "sts:TagSession" },
      0,
      "the role's trust policy does not admit the caller for sts:TagSession",
    ],
    [
      { trust: [{ Principal: { AWS: ids.prod } }], action: "sts:AssumeRoleWithSAML" },
      0,
      "the role's trust policy does not admit the caller",
    ],
    [
      { trust: [{ Principal: mine }, { Effect: "Deny", Principal: { AWS: "*" }, Sid: "No" }] },
      0,
      "the role's trust policy (No) denies it",
      { policy: "trust policy", place: "Statement[1]", sid: "No" },
    ],
    [
      { trust: [{ Principal: mine, Sid: "Ci", ...onAddress }] },
      0,
      `the role's trust policy (Ci) may allow it, and nothing else does${address}`,
    ],
    [
      {
        trust: [
          { Principal: { AWS: ids.dev }, Sid: "Account" },
          { Principal: mine, Sid: "Ci", ...onAddress },
        ],
      },
      0,
      `the role's trust policy (Ci) may allow it, and nothing else does${address}`,
      { policy: "trust policy", place: "Statement[1]", sid: "Ci" },
    ],
    [
      { trust: [{ Principal: mine, Condition: both }] },
      0,
      "the role's trust policy (a statement without Sid) may allow it, and nothing else does" +
        `${address} and the condition Bool on aws:SecureTransport`,
    ],
    [
      { trust: [{ Principal: mine, Condition: { StringEquals: unknown } as never }] },
      0,
      "the role's trust policy (a statement without Sid) may allow it, and nothing else does" +
        "; could not decide StringEquals on keys not known",
    ],
    [
      { trust: "secret" },
      0,
      "the role's trust policy (content not known) may deny it; could not decide the whole policy",
    ],
    [
      { trust: [{ Principal: { AWS: ids.dev } }], own: { policies: [nothing, allowing({ Sid: "All" })] } },
      1,
      "an identity policy of the caller allows it: own (All)",
      { policy: "own", place: "Statement[0]", sid: "All" },
    ],
    [
      { trust: [{ Principal: mine }], own: { policies: [allowing({ Effect: "Deny", Sid: "No" }, "no")] } },
      1,
      "an identity policy of the caller denies it: no (No)",
      { policy: "no", place: "Statement[0]", sid: "No" },
    ],
    [{ trust: [{ Principal: { AWS: ids.dev } }] }, 1, "no identity policy of the caller allows it", {}],
    [
      { trust: [{ Principal: mine }] },
      1,
      "no identity policy needs to allow it, as the trust policy itself names the caller",
    ],
    [
      { trust: [{ Principal: mine }], own: { boundary: nothing } },
      2,
      "the caller's permissions boundary does not allow it",
    ],
    [
      { trust: [{ Principal: mine }], own: { boundary: allowing({ Sid: "All" }, "limit") } },
      2,
      "the caller's permissions boundary allows it: limit (All)",
    ],
    [
      { trust: [{ Principal: { AWS: "*" } }], own: { boundary: nothing } },
      2,
      "no permissions boundary needs to allow it, as the trust policy itself names the caller",
    ],
    [
      { trust: [{ Principal: mine }], own: { isSession: true }, action: "sts:SetSourceIdentity" },
      1,
      "no identity policy of the caller allows it, and AWS says both that one has to and that the trust policy alone is enough",
    ],
    [
      { trust: [{ Principal: mine }], own: { isSession: true }, action: "sts:TagSession" },
      1,
      "no identity policy needs to allow it, as the trust policy itself names the caller",
    ],
    [{ trust: [{ Principal: mine }] }, 2, "the caller has no permissions boundary"],
    [
      { trust: [{ Principal: mine }], own: { sessionPolicies: [nothing] } },
      3,
      "no session policy of the caller allows it",
    ],
    [
      {
        trust: [{ Principal: mine }],
        own: { sessionPolicies: [allowing({ Sid: "All", ...onAddress }, "p")] },
      },
      3,
      `a session policy of the caller may allow it, and nothing else does: p (All)${address}`,
    ],
    [{ trust: [{ Principal: mine }] }, 3, "the caller has no session policy"],
    [
      { trust: [{ Principal: { AWS: "*" } }], caller: { kind: "service", service: "x.amazonaws.com" } },
      1,
      "services and federated callers need no policies of their own",
    ],
  ];
  const layers = ["trust policy", "identity policy", "permissions boundary", "session policy"];
  for (const [setup, layer, words, where] of sentences) {
    it(`say: ${words}`, () => {
      const all = verdicts(setup);
      assert.deepEqual(
        all.map((one) => one.layer),
        layers,
      );
      assert.equal(all[layer]?.words, words);
      if (!where) return;
      const { layer: _, outcome: __, undecided: ___, words: ____, ...found } = all[layer] ?? {};
      assert.deepEqual(found, where);
    });
  }
});
