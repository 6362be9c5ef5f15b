import assert from "node:assert/strict";

import { exactly, type Pattern } from "../../../../../trust/bound/pattern";
import type { Statement } from "../../../../../trust/documents/policy";
import type { Compute, PodIdentity, Role } from "../../../../../trust/organization";
import { anySession, nameOf, type Edge } from "../../../../../trust/reach/graph";
import { Remaining } from "../../../../../trust/reach/remaining";
import { byTargetRoles } from "../../../../../trust/reach/steps/associations";
import { stepsThroughServices } from "../../../../../trust/reach/steps/services";
import { worldOf } from "../../../../../trust/reach/world";
import { unknown } from "../../../../../trust/truth";
import { allowing, ids, member, role, roleArn, trusting } from "../../decide/model";
import { denying, may, modelOf, type Parts } from "../model";

const target = roleArn("dev", "Target");
const actor = roleArn("dev", "Actor");
const lambda = "lambda.amazonaws.com";
const passing = may(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"]);
const shop = { team: exactly("shop") };
const serviceNode = `service possible whoever makes ${lambda} act`;

interface Case {
  readonly title: string;
  readonly trust?: Partial<Statement>;
  readonly actor?: Partial<Role>;
  readonly more?: Parts;
  readonly wanted?: Readonly<Record<string, Pattern>>;
  readonly session?: string;
  readonly is: readonly string[];
}

function steps({
  trust,
  actor: who,
  more,
  wanted = {},
  session,
}: Omit<Case, "title" | "is">): readonly string[] {
  const allow: Partial<Statement> = {
    Principal: { Service: lambda },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  };
  const entered = role(target, "*", trusting({ ...allow, ...trust }));
  const world = worldOf(
    modelOf({ ...more, roles: [entered, role(actor, ids.management, who), ...(more?.roles ?? [])] }),
  );
  const remaining = new Remaining({ isFound: () => false, isMet: () => false });
  const into = {
    node: anySession(target),
    role: entered,
    tags: new Map(Object.entries(wanted)),
    ...(session !== undefined && { session }),
  };
  const found: Edge[] = [...stepsThroughServices(world, into, remaining), ...byTargetRoles(world, into)];
  return found
    .map(({ kind, certainty, from }) => `${kind} ${certainty} ${nameOf(from)}`)
    .filter((one) => !one.endsWith(":root") && !one.includes("root user"));
}

const bound = (service: string): Partial<Statement> => ({ Principal: { Service: service } });
const instance: Compute = {
  type: "AWS::Lambda::Function",
  arn: `arn:aws:lambda:us-east-1:${ids.dev}:function:shop`,
  account: ids.dev,
  role: target,
};
const task: Compute = {
  ...instance,
  type: "AWS::ECS::TaskDefinition",
  arn: `arn:aws:ecs:us-east-1:${ids.dev}:task-definition/shop:1`,
};
const cluster = `arn:aws:eks:us-east-1:${ids.dev}:cluster/shop`;
const association: PodIdentity = {
  clusterArn: cluster,
  account: ids.dev,
  namespace: "ci",
  serviceAccount: "runner",
  role: target,
  disableSessionTags: false,
};
const pods = bound("pods.eks.amazonaws.com");
const podsNode = "service possible whoever makes pods.eks.amazonaws.com act";
const runner = `pods of ci/runner in ${cluster}`;
const associated = (more: Partial<PodIdentity> = {}): Parts => ({
  podIdentities: [{ ...association, ...more }],
});
const namespace = (name: string): Case["wanted"] => ({ "kubernetes-namespace": exactly(name) });
const first = roleArn("dev", "First");
const chained = (more: Partial<PodIdentity> = {}, who: Partial<Role> = {}): Parts => ({
  ...associated({ role: first, targetRole: target, ...more }),
  roles: [
    role(first, ids.management, {
      ...trusting({ ...pods, Action: ["sts:AssumeRole", "sts:TagSession"] }),
      ...may(["sts:AssumeRole", "sts:TagSession"]),
      ...who,
    }),
  ],
});
const byFirst: Partial<Statement> = { Principal: { AWS: first } };

const cases: readonly Case[] = [
  {
    title: "the service, and who passes the role to it",
    actor: passing,
    is: [`pass role proven ${actor}`, serviceNode],
  },
  { title: "the service alone", is: [serviceNode] },
  {
    title: "nobody where services are denied",
    actor: passing,
    more: { accounts: [member(ids.dev, {}, denying("rcp", "sts:*"))] },
    is: [],
  },
  {
    title: "nobody by federation",
    trust: { Principal: { Federated: "accounts.google.com" }, Action: "sts:AssumeRoleWithWebIdentity" },
    actor: passing,
    is: [],
  },
  { title: "nobody by sts:TagSession alone", trust: { Action: "sts:TagSession" }, actor: passing, is: [] },
  // Tags and names of sessions.
  {
    title: "who passes it possibly, where the session must carry a tag",
    actor: passing,
    wanted: shop,
    is: [`pass role possible ${actor}`, serviceNode],
  },
  {
    title: "nobody where the session must carry a tag that services may not pass",
    trust: { Action: "sts:AssumeRole" },
    actor: passing,
    wanted: shop,
    is: [],
  },
  {
    title: "who passes it possibly, where the session must have a name",
    actor: passing,
    session: "me",
    is: [`pass role possible ${actor}`, serviceNode],
  },
  {
    title: "nobody where the session must have another name than the service may give it",
    trust: { Condition: { StringEquals: { "sts:RoleSessionName": "you" } } },
    actor: passing,
    session: "me",
    is: [],
  },
  // Services that are not known.
  ...[{ AWS: "*" }, { CanonicalUser: "79a59df9" }, { AWS: "odd" }].map((Principal): Case => ({
    title: `who passes the role to some service where ${JSON.stringify(Principal)} is let in`,
    trust: { Principal },
    actor: may("iam:PassRole"),
    is: [`pass role possible ${actor}`],
  })),
  {
    title: "nobody who passes it to some service where roles are named",
    trust: { Principal: { AWS: actor } },
    actor: passing,
    is: [],
  },
  {
    title: "who passes the role to some service, whichever it may be passed to",
    trust: { Principal: { AWS: "*" } },
    actor: may("iam:PassRole", "*", { Condition: { StringEquals: { "iam:PassedToService": lambda } } }),
    is: [`pass role possible ${actor}`],
  },
  {
    title: "who passes the role to a service of which it is not known what it takes",
    trust: bound("new.amazonaws.com"),
    actor: may("iam:PassRole"),
    is: [`pass role possible ${actor}`, "service possible whoever makes new.amazonaws.com act"],
  },
  { title: "nobody who may not pass it", actor: may("lambda:*"), is: [serviceNode] },
  // What runs as the role.
  {
    title: "who changes what runs as it",
    actor: may("lambda:UpdateFunctionCode", instance.arn),
    more: { compute: [instance] },
    is: [`existing compute proven ${actor}`, serviceNode],
  },
  {
    title: "who changes what runs as it possibly, where the session must have a name",
    actor: may("lambda:UpdateFunctionCode", instance.arn),
    more: { compute: [instance] },
    session: "me",
    is: [`existing compute possible ${actor}`, serviceNode],
  },
  {
    title: "nobody who may do so elsewhere",
    actor: may("lambda:UpdateFunctionCode", `${instance.arn}2`),
    more: { compute: [instance] },
    is: [serviceNode],
  },
  {
    title: "who gets into the tasks of a definition, by a right on tasks",
    trust: bound("ecs-tasks.amazonaws.com"),
    actor: may("ecs:ExecuteCommand", `arn:aws:ecs:us-east-1:${ids.dev}:task/shop/*`),
    more: { compute: [task] },
    is: [`existing compute possible ${actor}`, "service possible whoever makes ecs-tasks.amazonaws.com act"],
  },
  {
    title: "nobody by what runs as it and is of no known type",
    actor: may("lambda:*"),
    more: { compute: [{ ...instance, type: "AWS::New::Thing" }] },
    is: [serviceNode],
  },
  // Pods.
  { title: "pods", trust: pods, more: associated(), is: [`pod identity proven ${runner}`, podsNode] },
  { title: "no pods where another service is let in", more: associated(), is: [serviceNode] },
  {
    title: "pods that carry the tag that is wanted",
    trust: pods,
    more: associated(),
    wanted: namespace("ci"),
    is: [`pod identity proven ${runner}`, podsNode],
  },
  {
    title: "no pods that carry another one",
    trust: pods,
    more: associated(),
    wanted: namespace("cd"),
    is: [podsNode],
  },
  {
    title: "no pods without tags where one is wanted",
    trust: pods,
    more: associated({ disableSessionTags: true }),
    wanted: namespace("ci"),
    is: [podsNode],
  },
  {
    title: "pods without tags where none is wanted",
    trust: pods,
    more: associated({ disableSessionTags: true }),
    is: [`pod identity proven ${runner}`, podsNode],
  },
  {
    title: "pods possibly where nobody knows about tags",
    trust: pods,
    more: associated({ disableSessionTags: unknown }),
    wanted: namespace("cd"),
    is: [`pod identity possible ${runner}`, podsNode],
  },
  {
    title: "pods of any cluster possibly where nobody knows which",
    trust: pods,
    more: associated({ clusterArn: unknown }),
    wanted: namespace("ci"),
    is: ["pod identity possible pods of ci/runner in *", podsNode],
  },
  {
    title: "pods possibly under a name that EKS does not give",
    trust: pods,
    more: associated(),
    session: "me",
    is: [`pod identity possible ${runner}`, podsNode],
  },
  {
    title: "pods possibly whose target role is not known",
    trust: pods,
    more: associated({ targetRole: unknown, role: target }),
    is: [`pod identity possible ${runner}`, podsNode],
  },
  // Pods with a target role.
  { title: "pods by a target role", trust: byFirst, more: chained(), is: [`pod identity proven ${runner}`] },
  {
    title: "no pods by a target role that lets in others",
    trust: { Principal: { AWS: actor } },
    more: chained(),
    is: [],
  },
  {
    title: "pods by a target role with the tag that is wanted",
    trust: byFirst,
    more: chained(),
    wanted: namespace("ci"),
    is: [`pod identity proven ${runner}`],
  },
  {
    title: "no pods by a target role with another tag",
    trust: byFirst,
    more: chained(),
    wanted: namespace("cd"),
    is: [],
  },
  {
    title: "pods by a target role under an external id of EKS's own",
    trust: { ...byFirst, Condition: { StringEquals: { "sts:ExternalId": "x" } } },
    more: chained(),
    is: [`pod identity possible ${runner}`],
  },
  {
    title: "pods by a target role and a first one that nobody knows",
    trust: byFirst,
    more: { podIdentities: [{ ...association, role: roleArn("dev", "Gone"), targetRole: target }] },
    is: [`pod identity possible ${runner}`],
  },
  {
    title: "no pods by a first role that lets in no pods",
    trust: byFirst,
    more: chained({}, trusting(bound(lambda))),
    is: [],
  },
  {
    title: "no pods by a first role that lets them in by tags alone",
    trust: byFirst,
    more: chained({}, trusting({ ...pods, Action: "sts:TagSession" })),
    is: [],
  },
  {
    title: "pods possibly by a first role that lets them in possibly",
    trust: byFirst,
    more: chained({}, trusting({ ...pods, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } })),
    is: [`pod identity possible ${runner}`],
  },
  {
    title: "pods by a first role that lets them in by one of two statements",
    trust: byFirst,
    more: chained(
      {},
      trusting(
        { ...pods, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } },
        { ...pods, Action: "sts:*" },
      ),
    ),
    is: [`pod identity proven ${runner}`],
  },
  {
    title: "no pods by a first role that is denied",
    trust: byFirst,
    more: chained({}, { policies: [allowing({ Effect: "Deny" })] }),
    is: [],
  },
];

describe("the steps through services into a role are those of", () => {
  for (const { title, is, ...one } of cases) {
    it(title, () => assert.deepEqual(steps(one), is));
  }
});
