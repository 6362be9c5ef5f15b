import assert from "node:assert/strict";

import { isAnother, type Values } from "../../../../trust/conditions/lookup";
import { contextOf, type Parties } from "../../../../trust/decide/context";
import type { AssumeRequest, Caller, SessionCaller } from "../../../../trust/decide/request";
import { unknown } from "../../../../trust/truth";
import { deploy, identity, ids, launcher, member, role, userArn } from "./model";

const cluster = "arn:aws:eks:us-east-1:123456789012:cluster/octopus-cluster";
const github = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com";
const eks = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";

const session: SessionCaller = {
  kind: "session",
  role: launcher,
  name: "octopus",
  tags: { "Kubernetes-Namespace": "octopus", team: "session" },
  transitive: ["kubernetes-namespace"],
};
const callers = {
  session,
  plain: { kind: "session", role: launcher, name: "octopus" },
  user: { kind: "user", arn: userArn("tooling", "staff/ada") },
  root: { kind: "root", account: ids.tooling },
  federatedUser: { kind: "federatedUser", arn: `arn:aws:sts::${ids.tooling}:federated-user/ada` },
  service: {
    kind: "service",
    service: "pods.eks.amazonaws.com",
    sourceAccount: ids.tooling,
    sourceArn: cluster,
  },
  anyService: { kind: "service", service: "cognito-idp.amazonaws.com" },
  webIdentity: {
    kind: "webIdentity",
    provider: github,
    claims: { sub: ["repo:shop/web:ref:refs/heads/main"], aud: ["sts.amazonaws.com"], amr: [] },
  },
  saml: {
    kind: "saml",
    provider: `arn:aws:iam::${ids.dev}:saml-provider/Staff`,
    claims: { aud: ["https://signin.aws.amazon.com/saml"], edupersonAffiliation: ["staff", "admin"] },
  },
} as const satisfies Record<string, Caller>;

const own = identity(launcher, {
  uniqueId: "AROAEXAMPLEEXAMPLE123",
  tags: new Map([
    ["team", "role"],
    ["owner", "platform"],
  ]),
});
const parties: Parties = {
  organizationId: "o-exampleorg",
  callerAccount: member(ids.tooling),
  identity: own,
  role: role(deploy, "*", {
    tags: new Map([
      ["kubernetes-namespace", "none"],
      ["stage", "dev"],
    ]),
  }),
  roleAccount: member(ids.dev),
};
/** Services and federated callers are of no account, and nobody of the tests has an identity but sessions and users. */
const partiesOf = (caller: Caller): Parties => {
  if (caller.kind === "session") return parties;
  const { callerAccount: _, identity: __, ...others } = parties;
  if (caller.kind === "user")
    return {
      ...parties,
      identity: identity(caller.arn, { uniqueId: "AIDAEXAMPLE", tags: new Map([["team", "user"]]) }),
    };
  return principalKinds.includes(caller.kind) ? { ...parties, identity: undefined } : others;
};
const principalKinds = ["root", "federatedUser"];

type Who = keyof typeof callers;
const signed: Who[] = ["session", "plain", "user", "root", "federatedUser"];
const services: Who[] = ["service", "anyService"];
const federated: Who[] = ["webIdentity", "saml"];
const everybody = [...signed, ...services, ...federated];

const valueOf = (key: string, request: Omit<AssumeRequest, "role">, changes: Partial<Parties> = {}): Values =>
  contextOf({ role: deploy, ...request }, { ...partiesOf(request.caller), ...changes })(key);

/**
 * What each caller's request says of a key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const byCaller: [key: string, who: readonly Who[], values: Values][] = [
  ["aws:principalarn", ["session", "plain"], [launcher]],
  ["aws:principalarn", ["user"], [userArn("tooling", "staff/ada")]],
  ["aws:principalarn", ["root"], ["arn:aws:iam::123456789012:root"]],
  ["aws:principalarn", ["federatedUser"], ["arn:aws:sts::123456789012:federated-user/ada"]],
  ["aws:principalarn", services, unknown],
  ["aws:principalarn", federated, undefined],
  ["aws:principalaccount", signed, [ids.tooling]],
  ["aws:principalaccount", [...services, ...federated], unknown],
  ["aws:principalorgid", signed, ["o-exampleorg"]],
  ["aws:principalorgid", [...services, ...federated], undefined],
  ["aws:principalorgpaths", signed, unknown],
  ["aws:principalorgpaths", [...services, ...federated], undefined],
  ["aws:principaltype", ["session", "plain"], ["AssumedRole"]],
  ["aws:principaltype", ["user"], ["User"]],
  ["aws:principaltype", ["root"], ["Account"]],
  ["aws:principaltype", ["federatedUser"], ["FederatedUser"]],
  ["aws:principaltype", [...services, ...federated], unknown],
  ["aws:userid", ["session"], ["AROAEXAMPLEEXAMPLE123:octopus"]],
  ["aws:userid", ["user"], ["AIDAEXAMPLE"]],
  ["aws:userid", ["root", ...services, ...federated], unknown],
  ["aws:username", ["user"], ["ada"]],
  ["aws:username", everybody.filter((who) => who !== "user"), undefined],
  ["aws:principalisawsservice", signed, ["false"]],
  ["aws:principalisawsservice", services, ["true"]],
  ["aws:principalisawsservice", federated, undefined],
  ["aws:principalservicename", ["service"], ["pods.eks.amazonaws.com"]],
  ["aws:principalservicename", [...signed, ...federated], undefined],
  ["aws:principalservicenameslist", services, unknown],
  ["aws:principalservicenameslist", [...signed, ...federated], undefined],
  ["aws:sourceaccount", ["service"], [ids.tooling]],
  ["aws:sourceaccount", ["anyService"], unknown],
  ["aws:sourceaccount", [...signed, ...federated], undefined],
  ["aws:sourcearn", ["service"], [cluster]],
  ["aws:sourcearn", ["anyService"], unknown],
  ["aws:sourcearn", [...signed, ...federated], undefined],
  ["aws:sourceorgid", services, unknown],
  ["aws:sourceorgid", [...signed, ...federated], undefined],
  ["aws:sourceorgpaths", services, unknown],
  ["aws:sourceorgpaths", [...signed, ...federated], undefined],
  ["aws:multifactorauthpresent", federated, undefined],
  ["aws:multifactorauthpresent", [...signed, ...services], unknown],
  ["aws:multifactorauthage", federated, undefined],
  ["aws:tokenissuetime", federated, undefined],
  ["aws:tokenissuetime", [...signed, ...services], unknown],
  ["aws:viaawsservice", federated, ["false"]],
  ["aws:viaawsservice", [...signed, ...services], unknown],
  ["aws:sourceidentity", everybody, undefined],
  ["aws:federatedprovider", everybody, unknown],
  ["aws:sourceip", everybody, unknown],
  ["aws:securetransport", everybody, ["true"]],
  ["aws:resourceaccount", everybody, [ids.dev]],
  ["aws:resourceorgid", everybody, ["o-exampleorg"]],
  ["aws:resourceorgpaths", everybody, unknown],
  ["aws:principaltag/team", ["session"], ["session"]],
  ["aws:principaltag/team", ["plain"], ["role"]],
  ["aws:principaltag/team", ["user"], ["user"]],
  ["aws:principaltag/team", ["root", ...services, ...federated], undefined],
  ["aws:principaltag/team", ["federatedUser"], unknown],
  ["aws:principaltag/owner", ["session", "plain"], ["platform"]],
  ["aws:principaltag/owner", ["user"], undefined],
  ["aws:principaltag/kubernetes-namespace", ["session"], ["octopus"]],
  ["aws:principaltag/kubernetes-namespace", ["plain"], undefined],
  ["aws:requesttag/team", everybody, undefined],
  ["aws:requesttag/kubernetes-namespace", ["session"], unknown],
  ["aws:requesttag/kubernetes-namespace", everybody.slice(1), undefined],
  ["aws:tagkeys", ["session"], unknown],
  ["aws:tagkeys", everybody.slice(1), undefined],
  ["sts:transitivetagkeys", ["session", "plain"], unknown],
  ["sts:transitivetagkeys", everybody.slice(2), undefined],
  ["aws:resourcetag/stage", everybody, ["dev"]],
  ["iam:resourcetag/stage", everybody, ["dev"]],
  ["aws:resourcetag/other", everybody, undefined],
  // What a session inherits replaces the role's tag of the same key, #id_session-tags_role-chaining.
  ["aws:resourcetag/kubernetes-namespace", ["session"], ["octopus"]],
  ["iam:resourcetag/kubernetes-namespace", ["session"], ["octopus"]],
  ["aws:resourcetag/kubernetes-namespace", everybody.slice(1), ["none"]],
  ["sts:externalid", services, unknown],
  ["sts:externalid", [...signed, ...federated], undefined],
  ["sts:rolesessionname", everybody, unknown],
  ["sts:sourceidentity", everybody, undefined],
  ["sts:durationseconds", everybody, undefined],
  ["sts:awsservicename", everybody, undefined],
  ["token.actions.githubusercontent.com:sub", ["webIdentity"], ["repo:shop/web:ref:refs/heads/main"]],
  ["token.actions.githubusercontent.com:amr", ["webIdentity"], undefined],
  ["token.actions.githubusercontent.com:job_workflow_ref", everybody.slice(0, -1), unknown],
  // What a token of one provider says, one of another and an assertion do not; sessions may keep it.
  ["token.actions.githubusercontent.com:sub", ["session", "user", "service"], unknown],
  ["token.actions.githubusercontent.com:sub", ["saml"], undefined],
  ["accounts.google.com:sub", ["webIdentity", "saml"], undefined],
  ["oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:sub", ["webIdentity", "saml"], undefined],
  ["accounts.google.com:sub", ["session"], unknown],
  ["saml:aud", ["saml"], ["https://signin.aws.amazon.com/saml"]],
  ["saml:edupersonaffiliation", ["saml"], ["staff", "admin"]],
  ["saml:sub", everybody.filter((who) => who !== "webIdentity"), unknown],
  ["saml:sub", ["webIdentity"], undefined],
  ["other/key", everybody, unknown],
  ["constructor", everybody, unknown],
];

const said = (values: Values): string => {
  if (values === unknown) return "unknown";
  if (values === undefined) return "absent";
  return isAnother(values) ? `not ${values.otherThan}` : values.join(" and ");
};

describe("the context of a request", () => {
  for (const [key, who, values] of byCaller) {
    it(`has ${key} ${said(values)} for ${who.join(", ")}`, () => {
      for (const one of who) assert.deepEqual(valueOf(key, { caller: callers[one] }), values, one);
    });
  }

  const passing = {
    caller: callers.plain,
    sessionName: "deploy-1",
    externalId: "secret",
    sourceIdentity: "ada",
    tags: { Team: "a", stage: "b" },
    transitiveTagKeys: ["Team"],
  };
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
  const passed: [key: string, values: Values][] = [
    ["sts:rolesessionname", ["deploy-1"]],
    ["sts:externalid", ["secret"]],
    ["sts:sourceidentity", ["ada"]],
    ["aws:tagkeys", ["Team", "stage"]],
    ["aws:requesttag/team", ["a"]],
    ["aws:requesttag/stage", ["b"]],
    ["sts:transitivetagkeys", ["Team"]],
    ["aws:principaltag/stage", undefined],
  ];
  for (const [key, values] of passed) {
    it(`has ${key} as the request passes it`, () => assert.deepEqual(valueOf(key, passing), values));
  }

  it("has the tags of a user's request, but not what they are besides", () => {
    const request = { caller: callers.user, tags: { a: "1" }, transitiveTagKeys: ["a"] };
    assert.deepEqual(valueOf("sts:transitivetagkeys", request), ["a"]);
    assert.deepEqual(valueOf("aws:tagkeys", request), ["a"]);
  });

  it("does not know which keys there are beside those that a session inherits", () => {
    const request = { caller: session, tags: { a: "1" }, transitiveTagKeys: ["a"] };
    assert.equal(valueOf("aws:tagkeys", request), unknown);
    assert.equal(valueOf("sts:transitivetagkeys", request), unknown);
    assert.deepEqual(valueOf("aws:requesttag/a", request), ["1"]);
  });

  it("has the source identity that a session carries, and does not know whether it is passed again", () => {
    const caller = { ...callers.plain, sourceIdentity: "ada" };
    assert.deepEqual(valueOf("aws:sourceidentity", { caller }), ["ada"]);
    assert.equal(valueOf("sts:sourceidentity", { caller }), unknown);
    assert.deepEqual(valueOf("sts:sourceidentity", { caller, sourceIdentity: "ada" }), ["ada"]);
  });

  it("has a service's external id if it is known", () => {
    const request = { caller: callers.anyService, externalId: "pool" };
    assert.deepEqual(valueOf("sts:externalid", request), ["pool"]);
  });

  it("names an OIDC provider by its host and path, whatever the case", () => {
    const provider = `arn:aws:iam::${ids.dev}:oidc-provider/${eks}`;
    const caller = { kind: "webIdentity", provider, claims: { sub: ["system:serviceaccount:a:b"] } } as const;
    assert.deepEqual(valueOf(`${eks.toLowerCase()}:sub`, { caller }), ["system:serviceaccount:a:b"]);
    const google = { kind: "webIdentity", provider: "accounts.google.com", claims: { aud: ["x"] } } as const;
    assert.deepEqual(valueOf("accounts.google.com:aud", { caller: google }), ["x"]);
  });

  it("is what is given, before anything that follows, and whatever the case", () => {
    const context: AssumeRequest["context"] = {
      "AWS:PrincipalArn": ["x"],
      "aws:SourceIp": undefined,
      "aws:ResourceTag/Stage": unknown,
    };
    const request: Omit<AssumeRequest, "role"> = { caller: callers.plain, context };
    assert.deepEqual(valueOf("aws:principalarn", request), ["x"]);
    assert.equal(valueOf("aws:sourceip", request), undefined);
    assert.equal(valueOf("aws:resourcetag/stage", request), unknown);
    assert.deepEqual(valueOf("aws:principaltag/team", request), ["role"]);
  });

  const unclear: [what: string, key: string, caller: Caller, changes: Partial<Parties>, values: Values][] = [
    [
      "the id of an organization that has none",
      "aws:principalorgid",
      callers.plain,
      { organizationId: undefined },
      unknown,
    ],
    [
      "the organization of an account outside",
      "aws:principalorgid",
      callers.plain,
      { callerAccount: { ...member(ids.outside), levels: [] } },
      { otherThan: "o-exampleorg" },
    ],
    [
      "the organization of what may be the management account, outside of every level",
      "aws:principalorgid",
      callers.plain,
      { callerAccount: { ...member(ids.outside), levels: [], isManagement: unknown } },
      unknown,
    ],
    [
      "the organization that a service acts for",
      "aws:sourceorgid",
      callers.service,
      { sourceAccount: member(ids.tooling) },
      ["o-exampleorg"],
    ],
    [
      "the organization of a stranger that a service acts for",
      "aws:sourceorgid",
      callers.service,
      { sourceAccount: { ...member(ids.outside), levels: [] } },
      { otherThan: "o-exampleorg" },
    ],
    [
      "the organization of an account whose place is not known",
      "aws:resourceorgid",
      callers.plain,
      { roleAccount: { ...member(ids.dev), levels: unknown, isManagement: unknown } },
      unknown,
    ],
    [
      "the organization of the management account, whatever is known of its place",
      "aws:principalorgid",
      callers.plain,
      { callerAccount: { ...member(ids.management), levels: unknown, isManagement: true } },
      ["o-exampleorg"],
    ],
    ["the account of nobody", "aws:principalaccount", callers.plain, { callerAccount: undefined }, unknown],
    [
      "the organization of nobody",
      "aws:principalorgid",
      callers.plain,
      { callerAccount: undefined },
      unknown,
    ],
    [
      "the id of a role that has none",
      "aws:userid",
      callers.plain,
      { identity: identity(launcher) },
      unknown,
    ],
    [
      "a tag of a role of which nothing is known",
      "aws:principaltag/team",
      callers.plain,
      { identity: undefined },
      unknown,
    ],
    [
      "a session tag of a role of which nothing is known",
      "aws:principaltag/team",
      session,
      { identity: undefined },
      ["session"],
    ],
    [
      "a tag of a role whose tags are not known",
      "aws:principaltag/team",
      callers.plain,
      { identity: identity(launcher, { tags: unknown }) },
      unknown,
    ],
    [
      "a tag of the role whose tags are not known",
      "aws:resourcetag/stage",
      session,
      { role: { arn: deploy, tags: unknown } },
      unknown,
    ],
    [
      "an inherited tag on a role whose tags are not known",
      "aws:resourcetag/kubernetes-namespace",
      session,
      { role: { arn: deploy, tags: unknown } },
      unknown,
    ],
    [
      "an inherited tag on a role that has no such tag",
      "aws:resourcetag/kubernetes-namespace",
      session,
      { role: { arn: deploy, tags: new Map() } },
      unknown,
    ],
  ];
  for (const [what, key, caller, changes, values] of unclear) {
    it(`says of ${what} that it is ${said(values)}`, () => {
      assert.deepEqual(valueOf(key, { caller }, changes), values);
    });
  }
});
