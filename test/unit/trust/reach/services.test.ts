import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import { readDocument } from "../../../../trust/documents/read";
import type { Compute, PodIdentity, Role } from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";
import { allowing, ids, member, named, role, roleArn, secret, trusting } from "../decide/model";
import { byName, denying, how, may, rootOf, type Parts } from "./model";

const target = roleArn("dev", "Target");
const actor = roleArn("dev", "Actor");
const foreigner = roleArn("prod", "Actor");
const lambda = "lambda.amazonaws.com";
const passing = ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"];

interface Case {
  readonly title: string;
  readonly trust?: Partial<Statement>;
  readonly actor?: Partial<Role>;
  readonly from?: string;
  readonly more?: Parts;
  readonly is: string;
}

function partsOf({ trust, actor: who, from = actor, more }: Case): Parts {
  return {
    ...more,
    roles: [
      {
        ...role(target, ids.dev),
        ...trusting({ Principal: { Service: lambda }, Action: "sts:AssumeRole", ...trust }),
      },
      role(from.startsWith("arn:") ? from : actor, ids.management, who),
      ...(more?.roles ?? []),
    ],
  };
}

function check(cases: readonly Case[]): void {
  for (const one of cases) {
    it(`${one.is === "not" ? "does not lead from" : `is ${one.is.split(":")[0]} from`} ${one.title}`, () => {
      assert.equal(how(partsOf(one), one.from ?? actor, target), one.is);
    });
  }
}

const proven = "proven: pass role";
const possible = "possible: pass role";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
describe("a step by iam:PassRole", () => {
  check([
    { title: "who may do all of it", actor: may(passing), is: proven },
    {
      title: "who may do it by two policies together",
      actor: {
        policies: [
          allowing({ Action: passing.slice(0, 2) }, "a"),
          allowing({ Action: passing.slice(2) }, "b"),
        ],
      },
      is: proven,
    },
    {
      title: "who may pass this role and make functions of one name",
      actor: {
        policies: [
          allowing({ Action: "iam:PassRole", Resource: target }, "a"),
          allowing({ Action: "lambda:*", Resource: `arn:aws:lambda:*:${ids.dev}:function:shop-*` }, "b"),
        ],
      },
      is: proven,
    },
    {
      title: "who may make functions by a short pattern",
      actor: {
        policies: [
          allowing({ Action: "iam:PassRole" }, "a"),
          allowing({ Action: "lambda:*", Resource: "arn:aws:lambda:*" }, "b"),
        ],
      },
      is: proven,
    },
    {
      title: "who may make functions of an account of its own alone",
      actor: {
        policies: [
          allowing({ Action: "iam:PassRole" }, "a"),
          allowing({ Action: "lambda:*", Resource: `arn:aws:lambda:*:${ids.prod}:function:*` }, "b"),
        ],
      },
      is: "not",
    },
    {
      title: "who may do to buckets what is done to functions",
      actor: {
        policies: [
          allowing({ Action: "iam:PassRole" }, "a"),
          allowing({ Action: "lambda:*", Resource: "arn:aws:s3:::shop" }, "b"),
        ],
      },
      is: possible,
    },
    {
      title: "who may make functions with a name that holds a variable",
      actor: {
        policies: [
          allowing({ Action: "iam:PassRole" }, "a"),
          allowing(
            {
              Action: "lambda:*",
              Resource: `arn:aws:lambda:us-east-1:${ids.dev}:function:\${aws:PrincipalTag/team}`,
            },
            "b",
          ),
        ],
      },
      is: possible,
    },
    {
      title: "who may make functions but in the first region",
      actor: {
        policies: [
          allowing({ Action: passing }, "a"),
          allowing({ Effect: "Deny", Action: "lambda:*", Resource: "arn:aws:lambda:us-east-1:*:*" }, "b"),
        ],
      },
      is: possible,
    },
    {
      title: "who may make no functions at all",
      actor: {
        policies: [allowing({ Action: passing }, "a"), allowing({ Effect: "Deny", Action: "lambda:*" }, "b")],
      },
      is: "not",
    },
    {
      title: "who may pass everything but this role",
      actor: {
        policies: [
          allowing({ Action: passing }, "a"),
          allowing({ Effect: "Deny", Action: "iam:PassRole", Resource: target }, "b"),
        ],
      },
      is: "not",
    },
    {
      title: "who may pass through NotAction",
      actor: { policies: [allowing({ Action: undefined, NotAction: "s3:*" } as never)] },
      is: proven,
    },
    {
      title: "who may pass through NotResource",
      actor: {
        policies: [
          allowing({
            Action: passing,
            Resource: undefined,
            NotResource: "arn:aws:iam::*:role/Other",
          } as never),
        ],
      },
      is: proven,
    },
    {
      title: "who may pass to this service",
      actor: {
        policies: [
          allowing({ Action: passing.slice(1) }, "a"),
          allowing(
            { Action: "iam:PassRole", Condition: { StringEquals: { "iam:PassedToService": lambda } } },
            "b",
          ),
        ],
      },
      is: proven,
    },
    {
      title: "who may pass to another service",
      actor: {
        policies: [
          allowing({ Action: passing.slice(1) }, "a"),
          allowing(
            {
              Action: "iam:PassRole",
              Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
            },
            "b",
          ),
        ],
      },
      is: "not",
    },
    {
      title: "who may pass roles with a tag, which iam:PassRole does not look at",
      actor: {
        policies: [
          allowing({ Action: passing.slice(1) }, "a"),
          allowing(
            { Action: "iam:PassRole", Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } } },
            "b",
          ),
        ],
      },
      is: possible,
    },
    { title: "who has policies that nobody read", actor: { policies: [secret("own")] }, is: possible },
    { title: "another account", from: foreigner, actor: may(passing), is: "not" },
    {
      title: "who may pass where the trust policy is bound to the account",
      trust: { Condition: { StringEquals: { "aws:SourceAccount": ids.dev } } },
      actor: may(passing),
      is: proven,
    },
    {
      title: "who may pass where the trust policy is bound to another account",
      trust: { Condition: { StringEquals: { "aws:SourceAccount": ids.prod } } },
      actor: may(passing),
      is: "not",
    },
    {
      title: "who may pass where the trust policy is bound to a function",
      trust: { Condition: { ArnLike: { "aws:SourceArn": `arn:aws:lambda:*:${ids.dev}:function:x` } } },
      actor: may(passing),
      is: possible,
    },
    {
      title: "who may pass to a service that has an external id",
      trust: { Condition: { StringEquals: { "sts:ExternalId": "42" } } },
      actor: may(passing),
      is: proven,
    },
    {
      title: "who may pass where everybody is let in",
      trust: { Principal: { AWS: "*" } },
      actor: may("iam:PassRole"),
      is: "proven: assume role",
    },
    {
      title: "whose boundary allows something else",
      actor: {
        ...may(passing),
        boundary: named("b", "permissions", { Effect: "Allow", Action: "s3:*", Resource: "*" }),
      },
      is: "not",
    },
    {
      title: "whom a service control policy forbids to pass",
      actor: may(passing),
      more: { accounts: [member(ids.dev, denying("scp", "iam:PassRole"))] },
      is: "not",
    },
    {
      title: "whom a service control policy forbids to make functions",
      actor: may(passing),
      more: { accounts: [member(ids.dev, denying("scp", "lambda:*"))] },
      is: "not",
    },
    {
      title: "whom a service control policy keeps to a region",
      actor: may(passing),
      more: {
        accounts: [
          member(
            ids.dev,
            denying("scp", "lambda:*", {
              Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
            }),
          ),
        ],
      },
      is: possible,
    },
    {
      title: "where a resource control policy stops services",
      actor: may(passing),
      more: {
        accounts: [
          member(
            ids.dev,
            {},
            denying("rcp", "sts:AssumeRole", {
              Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } },
            }),
          ),
        ],
      },
      is: "not",
    },
    {
      title: "where the trust policy denies the service",
      trust: { Effect: "Deny" },
      actor: may(passing),
      is: "not",
    },
    {
      title: "whom a service control policy of a management account does not bind",
      actor: may(passing),
      more: { accounts: [{ ...member(ids.dev, denying("scp", "iam:PassRole")), isManagement: true }] },
      is: proven,
    },
    { title: "a root user, who may do everything", from: rootOf("dev"), is: proven },
  ]);

  it("is possible where the trust policy is not known", () => {
    const parts = partsOf({ title: "", is: "", actor: may(passing) });
    const roles = parts.roles?.map((one) =>
      one.arn === target ? { ...one, trust: readDocument(unknown, "trust") } : one,
    );
    assert.notEqual(how({ ...parts, ...(roles && { roles }) }, actor, target), "not");
  });
});

const fn: Compute = {
  type: "AWS::Lambda::Function",
  arn: `arn:aws:lambda:us-east-1:${ids.dev}:function:shop`,
  account: ids.dev,
  role: target,
};
const running = (more: Partial<Compute> = {}): Parts => ({ compute: [{ ...fn, ...more }] });
const edit = may("lambda:UpdateFunctionCode", fn.arn);

// https://pathfinding.cloud/paths/lambda-003
describe("a step by what runs as a role", () => {
  check([
    { title: "who may change it", actor: edit, more: running(), is: "proven: existing compute" },
    {
      title: "who may change others",
      actor: may("lambda:UpdateFunctionCode", `${fn.arn}2`),
      more: running(),
      is: "not",
    },
    {
      title: "who may change it and is denied",
      actor: { policies: [...edit.policies, allowing({ Effect: "Deny", Action: "lambda:*" })] },
      more: running(),
      is: "not",
    },
    { title: "another account", from: foreigner, actor: may("lambda:*"), more: running(), is: "not" },
    {
      title: "who may change what runs as a role that is not known",
      actor: edit,
      more: running({ role: unknown }),
      is: "possible: existing compute",
    },
    {
      title: "who may change what runs in another account as a role that is not known",
      from: foreigner,
      actor: may("lambda:*"),
      more: running({ role: unknown, account: ids.prod, arn: fn.arn.replace(ids.dev, ids.prod) }),
      is: "not",
    },
    {
      title: "who may change something of which the ARN is not known",
      actor: edit,
      more: running({ arn: "urn:pulumi:dev::shop::aws:lambda/function:Function::shop" }),
      is: "possible: existing compute",
    },
    {
      title: "who may change everything where the ARN is not known",
      actor: may("lambda:*"),
      more: running({ arn: "urn:pulumi:dev::shop::aws:lambda/function:Function::shop" }),
      is: "proven: existing compute",
    },
    {
      title: "who may change what is of no known type",
      actor: may("lambda:*"),
      more: running({ type: "AWS::New::Thing" }),
      is: "not",
    },
    {
      title: "whom the boundary stops",
      actor: {
        ...edit,
        boundary: named("b", "permissions", { Effect: "Allow", Action: "s3:*", Resource: "*" }),
      },
      more: running(),
      is: "not",
    },
    {
      title: "whom a service control policy stops",
      actor: edit,
      more: { ...running(), accounts: [member(ids.dev, denying("scp", "lambda:*"))] },
      is: "not",
    },
    {
      title: "where the trust policy lets in no service",
      trust: { Principal: { AWS: ids.management } },
      actor: edit,
      more: running(),
      is: "not",
    },
    {
      title: "where a resource control policy stops services",
      actor: edit,
      more: { ...running(), accounts: [member(ids.dev, {}, denying("rcp", "sts:AssumeRole"))] },
      is: "not",
    },
  ]);

  it("is possible by a service that acts for somebody else", () => {
    const service = `whoever makes ${lambda} act`;
    const by = (trust: Partial<Statement>): string =>
      how(partsOf({ title: "", is: "", trust }), service, target);
    assert.equal(by({}), "possible: service");
    assert.equal(by({ Condition: { StringEquals: { "aws:SourceAccount": ids.prod } } }), "possible: service");
    assert.equal(by({ Principal: { AWS: ids.management } }), "not");
  });
});

const cluster = `arn:aws:eks:us-east-1:${ids.dev}:cluster/shop`;
const association: PodIdentity = {
  clusterArn: cluster,
  account: ids.dev,
  namespace: "ci",
  serviceAccount: "runner",
  role: target,
  disableSessionTags: false,
};
const runner = `pods of ci/runner in ${cluster}`;
const pods: Partial<Statement> = {
  Principal: { Service: "pods.eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
};
const bound = (more: Partial<PodIdentity> = {}): Parts => ({ podIdentities: [{ ...association, ...more }] });
const identityOfPods = "proven: pod identity";
const asNamespace = (name: string): Statement["Condition"] => ({
  StringEquals: { "aws:RequestTag/kubernetes-namespace": name },
});

// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
describe("a step by EKS Pod Identity", () => {
  const from = runner;
  check([
    { title: "pods of an association", from, trust: pods, more: bound(), is: identityOfPods },
    {
      title: "pods where the trust policy forgets sts:TagSession",
      from,
      trust: { ...pods, Action: "sts:AssumeRole" },
      more: bound(),
      is: "not",
    },
    {
      title: "pods without tags where the trust policy forgets sts:TagSession",
      from,
      trust: { ...pods, Action: "sts:AssumeRole" },
      more: bound({ disableSessionTags: true }),
      is: identityOfPods,
    },
    {
      title: "pods where nobody knows about tags",
      from,
      trust: pods,
      more: bound({ disableSessionTags: unknown }),
      is: "possible: pod identity",
    },
    {
      title: "pods whose namespace is asked for",
      from,
      trust: { ...pods, Condition: asNamespace("ci") } as Partial<Statement>,
      more: bound(),
      is: identityOfPods,
    },
    {
      title: "pods of another namespace",
      from,
      trust: { ...pods, Condition: asNamespace("prod") } as Partial<Statement>,
      more: bound(),
      is: "not",
    },
    {
      title: "pods of a cluster that is asked for",
      from,
      trust: {
        ...pods,
        Condition: {
          ArnEquals: { "aws:SourceArn": cluster },
          StringEquals: { "aws:SourceAccount": ids.dev },
        },
      },
      more: bound(),
      is: identityOfPods,
    },
    {
      title: "pods of another cluster",
      from,
      trust: { ...pods, Condition: { ArnEquals: { "aws:SourceArn": `${cluster}2` } } },
      more: bound(),
      is: "not",
    },
    {
      title: "pods of an association that may be with any role",
      from,
      trust: pods,
      more: bound({ role: unknown }),
      is: "possible: pod identity",
    },
    {
      title: "pods of an association of another account",
      from,
      trust: pods,
      more: bound({ role: unknown, account: ids.prod }),
      is: "not",
    },
    {
      title: "pods of a namespace that nobody knows",
      from: `pods of */runner in ${cluster}`,
      trust: pods,
      more: bound({ namespace: unknown }),
      is: "possible: pod identity",
    },
    { title: "pods where the trust policy is of another service", from, more: bound(), is: "not" },
    {
      title: "pods where everybody is let in, which may mean services",
      from,
      trust: { Principal: { AWS: "*" }, Action: "sts:*" },
      more: bound(),
      is: "possible: pod identity",
    },
    {
      title: "pods where a resource control policy stops services",
      from,
      trust: pods,
      more: {
        ...bound(),
        accounts: [
          member(
            ids.dev,
            {},
            denying("rcp", "sts:TagSession", {
              Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } },
            }),
          ),
        ],
      },
      is: "not",
    },
    {
      title: "pods that have another role's sessions alone",
      from,
      trust: pods,
      more: bound({ targetRole: foreigner }),
      is: "not",
    },
  ]);

  const first = role(roleArn("dev", "First"), ids.management, {
    ...trusting(pods),
    ...may(["sts:AssumeRole", "sts:TagSession"]),
  });
  const targeting = (more: Partial<PodIdentity> = {}, roles: readonly Role[] = [first]): Parts => ({
    roles,
    ...bound({ role: first.arn, targetRole: target, ...more }),
  });
  const trust: Partial<Statement> = {
    Principal: { AWS: first.arn },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  };
  check([
    { title: "pods with a target role", from, trust, more: targeting(), is: identityOfPods },
    {
      title: "pods with a target role that does not take their tags",
      from,
      trust: { ...trust, Action: "sts:AssumeRole" },
      more: targeting(),
      is: "not",
    },
    {
      title: "pods with a target role that does not let in the first one",
      from,
      trust: { Principal: { AWS: ids.management } },
      more: targeting(),
      is: "not",
    },
    {
      title: "pods with a target role and a first one that does not let in EKS",
      from,
      trust,
      more: targeting({}, [{ ...first, ...trusting({ Principal: { Service: lambda } }) }]),
      is: "not",
    },
    {
      title: "pods with a target role and a first one that nobody knows",
      from,
      trust,
      more: targeting({ role: unknown }),
      is: "possible: pod identity",
    },
    {
      title: "pods with a target role that nobody knows",
      from,
      trust,
      more: targeting({ targetRole: unknown }),
      is: "possible: pod identity",
    },
  ]);

  it("leads on with the tags of the pods", () => {
    const launcher = roleArn("tooling", "Launcher");
    const condition = (value: string): Statement["Condition"] => ({
      StringEquals: { "aws:PrincipalTag/kubernetes-namespace": value },
    });
    const roles = (value: string, Action: string | string[]): Parts => ({
      ...bound({ role: launcher, account: ids.tooling }),
      roles: [
        {
          ...role(target, ids.dev),
          ...trusting({ Principal: { AWS: launcher }, Condition: condition(value) as never }),
        },
        role(launcher, ids.management, { ...trusting(pods), ...may(Action) }),
      ],
    });
    const path = "proven: pod identity, assume role";
    assert.equal(how(roles("ci", ["sts:AssumeRole", "sts:TagSession"]), runner, target), path);
    assert.equal(how(roles("prod", ["sts:AssumeRole", "sts:TagSession"]), runner, target), "not");
    // Sessions of Pod Identity hand on all of their tags, so that sts:TagSession has to be allowed.
    assert.notEqual(how(roles("ci", "sts:AssumeRole"), runner, target), path);
  });

  it("is possible at best under a name for sessions that EKS does not give", () => {
    const launcher = roleArn("dev", "Launcher");
    const parts: Parts = {
      ...bound({ role: launcher }),
      roles: [
        role(target, `arn:aws:sts::${ids.dev}:assumed-role/Launcher/me`),
        role(launcher, ids.management, trusting(pods)),
      ],
    };
    assert.equal(byName(parts, target)[runner], "possible");
  });
});
