import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import type { PodIdentity, Role } from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";
import { ids, member, role, roleArn, trusting } from "../decide/model";
import { byName, denying, how, may, type Parts } from "./model";
import { target, foreigner, lambda, check } from "./serving";

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
