import assert from "node:assert/strict";

import { exactly } from "../../../../trust/bound/pattern";
import type { Compute, KubernetesGrant, PodIdentity, Role } from "../../../../trust/organization";
import { keyOf, nameOf, type Node } from "../../../../trust/reach/graph";
import { allowing, identity, ids, role, roleArn, trusting, userArn } from "../decide/model";
import { may, reaches, type Parts } from "./model";

const target = roleArn("dev", "Target");
const actor = roleArn("dev", "Actor");
const user = userArn("dev", "ada");
const cluster = `arn:aws:eks:us-east-1:${ids.dev}:cluster/shop`;
const saml = `arn:aws:iam::${ids.dev}:saml-provider/sso`;
const issuer = "0f0e.tokens.sts.global.api.aws";
const aws = `arn:aws:iam::${ids.dev}:oidc-provider/${issuer}`;
const fn: Compute = {
  type: "AWS::Lambda::Function",
  arn: `arn:aws:lambda:us-east-1:${ids.dev}:function:shop`,
  account: ids.dev,
  role: target,
};
const task: Compute = {
  ...fn,
  type: "AWS::ECS::TaskDefinition",
  arn: `arn:aws:ecs:us-east-1:${ids.dev}:task-definition/shop:1`,
};
const association: PodIdentity = {
  clusterArn: cluster,
  account: ids.dev,
  namespace: "ci",
  serviceAccount: "runner",
  role: target,
  disableSessionTags: true,
};
const grant: KubernetesGrant = {
  clusterArn: cluster,
  subject: "Group:dev",
  namespace: "ci",
  serviceAccount: "*",
  by: "create pods",
};

interface Words {
  readonly target?: Partial<Role>;
  readonly actor?: Partial<Role>;
  readonly more?: Parts;
  readonly from?: string;
  readonly how: string;
  readonly remedy: string;
}

const service = (Service: string): Pick<Role, "trust"> =>
  trusting({ Principal: { Service }, Action: ["sts:AssumeRole", "sts:TagSession"] });
const attached = { policies: [{ ...allowing(), arn: `arn:aws:iam::${ids.dev}:policy/shop` }] };

const cases: readonly Words[] = [
  {
    target: trusting({ Sid: "Here", Principal: { AWS: actor } }),
    how: `sts:AssumeRole: the trust policy lets in ${actor}, through sts:AssumeRole (Statement[0], Sid Here)`,
    remedy: `let that in no more by Statement[0] of ${target}`,
  },
  {
    target: service("lambda.amazonaws.com"),
    actor: may(["iam:PassRole", "lambda:*"]),
    how: "iam:PassRole to lambda.amazonaws.com",
    remedy: `take iam:PassRole on ${target} from ${actor}`,
  },
  {
    target: service("pods.eks.amazonaws.com"),
    actor: may(["iam:PassRole", "eks:CreatePodIdentityAssociation"]),
    how: "iam:PassRole to pods.eks.amazonaws.com, and a pod that runs as the service account",
    remedy: `take iam:PassRole on ${target} from ${actor}`,
  },
  {
    target: service("lambda.amazonaws.com"),
    from: "whoever makes lambda.amazonaws.com act",
    how: "lambda.amazonaws.com gets the role for whatever uses it outside of what is known here",
    remedy: `take lambda.amazonaws.com out of Statement[0] of ${target}, or condition it on aws:SourceArn`,
  },
  {
    target: service("lambda.amazonaws.com"),
    actor: may("lambda:UpdateFunctionCode"),
    more: { compute: [fn] },
    how: `lambda:updatefunctioncode, or lambda:updatefunctionconfiguration on ${fn.arn}`,
    remedy: `take these actions on ${fn.arn} from ${actor}`,
  },
  {
    target: service("ecs-tasks.amazonaws.com"),
    actor: may("ecs:ExecuteCommand"),
    more: { compute: [task] },
    how: "ecs:executecommand on the tasks that run it",
    remedy: `take these actions on the tasks that run it from ${actor}`,
  },
  {
    actor: may("iam:UpdateAssumeRolePolicy"),
    how: "iam:UpdateAssumeRolePolicy, after which the trust policy lets in whom the editor names",
    remedy: `take iam:UpdateAssumeRolePolicy on ${target} from ${actor}`,
  },
  {
    actor: may("iam:PutRolePolicy", target),
    how: "an edit of what the role may do",
    remedy: `take iam:putrolepolicy, iam:attachrolepolicy, iam:deleterolepermissionsboundary, iam:putrolepermissionsboundary, iam:deleterolepolicy, iam:detachrolepolicy on ${target} from ${actor}`,
  },
  {
    target: attached,
    actor: may("iam:CreatePolicyVersion"),
    how: `an edit of arn:aws:iam::${ids.dev}:policy/shop, which is attached to the role`,
    remedy: `take iam:createpolicyversion, iam:setdefaultpolicyversion on arn:aws:iam::${ids.dev}:policy/shop from ${actor}`,
  },
  {
    target: trusting({ Principal: { AWS: user } }),
    actor: may("iam:CreateAccessKey"),
    more: { users: [identity(user)] },
    how: "iam:createaccesskey, or iam:createloginprofile, or iam:updateloginprofile",
    remedy: `take these actions on ${user} from ${actor}`,
  },
  {
    target: trusting({ Principal: { AWS: roleArn("prod", "Gone") } }),
    more: {
      roles: [
        role(
          roleArn("prod", "Maker"),
          ids.management,
          may(["iam:CreateRole", "iam:PutRolePolicy"], roleArn("prod", "Gone")),
        ),
      ],
    },
    from: roleArn("prod", "Maker"),
    how: "iam:createrole, under the name that is trusted",
    remedy: `take iam:createrole on ${roleArn("prod", "Gone")} from ${roleArn("prod", "Maker")}`,
  },
  {
    target: trusting({ Principal: { Federated: saml }, Action: "sts:AssumeRoleWithSAML" }),
    from: `anybody of ${saml}`,
    how: `sts:AssumeRoleWithSAML with a token or assertion of ${saml}`,
    remedy: `take ${saml} out of Statement[0] of ${target}, or condition it on its subject`,
  },
  {
    target: trusting({ Principal: { Federated: saml }, Action: "sts:AssumeRoleWithSAML" }),
    actor: may("iam:UpdateSAMLProvider"),
    how: `an edit of ${saml}, after which it vouches for the editor`,
    remedy: `take iam:updatesamlprovider, iam:createsamlprovider, iam:addclientidtoopenidconnectprovider, iam:updateopenidconnectproviderthumbprint, iam:createopenidconnectprovider on ${saml} from ${actor}`,
  },
  {
    target: trusting({ Principal: { Federated: aws }, Action: "sts:AssumeRoleWithWebIdentity" }),
    actor: may("sts:GetWebIdentityToken"),
    how: `sts:GetWebIdentityToken, for a token of ${aws}`,
    remedy: `take sts:GetWebIdentityToken from ${actor}`,
  },
  {
    target: service("pods.eks.amazonaws.com"),
    more: { podIdentities: [association] },
    from: `pods of ci/runner in ${cluster}`,
    how: `a Pod Identity association of ci/runner in ${cluster}`,
    remedy: `delete the association of ci/runner in ${cluster}`,
  },
  {
    target: service("pods.eks.amazonaws.com"),
    more: { podIdentities: [association], kubernetes: [grant] },
    from: `Group:dev in ${cluster}`,
    how: "create pods in ci",
    remedy: `take create pods in ci of ${cluster} from Group:dev`,
  },
  {
    target: service("pods.eks.amazonaws.com"),
    actor: may(["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"]),
    more: { podIdentities: [association] },
    how: "an access entry of its own in the cluster",
    remedy: `take what edits who gets into ${cluster} from ${actor}`,
  },
];

describe("a step in words", () => {
  for (const one of cases) {
    it(`says: ${one.how}`, () => {
      const parts: Parts = {
        ...one.more,
        roles: [
          { ...role(target, ids.management), ...one.target },
          role(actor, ids.management, one.actor),
          ...(one.more?.roles ?? []),
        ],
      };
      const found = reaches(parts, target).find(({ from }) => nameOf(from) === (one.from ?? actor));
      const [step] = found?.path ?? [];
      assert.equal(step?.how, one.how);
      assert.equal(step.remedy, one.remedy);
    });
  }

  it("says what somebody acts as", () => {
    const far = roleArn("prod", "Far");
    const by = (more: Partial<Role>): string | undefined =>
      reaches(
        {
          roles: [
            role(target, `arn:aws:iam::${ids.prod}:root`),
            role(far, ids.management, more),
            role(roleArn("prod", "Third"), far),
          ],
        },
        target,
      ).find(({ from }) => nameOf(from) === far)?.path[0]?.how;
    const rest = `: the trust policy lets in any principal of account ${ids.prod}, through sts:AssumeRole (Statement[0])`;
    assert.equal(by(may("sts:AssumeRole")), `sts:AssumeRole${rest}`);
    assert.equal(
      by(may("iam:PutRolePolicy", far)),
      `sts:AssumeRole, once it has given itself what it needs${rest}`,
    );
    assert.equal(
      by(may(["iam:CreateRole", "iam:PutRolePolicy"], roleArn("prod", "New"))),
      `sts:AssumeRole, as a role that it creates, such as ${roleArn("prod", "New")}${rest}`,
    );
    assert.equal(
      by(may("iam:PutRolePolicy", roleArn("prod", "Third"))),
      `sts:AssumeRole, as ${roleArn("prod", "Third")}, which it may edit and get${rest}`,
    );
  });
});

describe("a node", () => {
  const tags = new Map([
    ["team", exactly("shop")],
    ["stage", exactly("dev")],
  ]);
  const nodes: readonly (readonly [Node, string])[] = [
    [{ kind: "principal", arn: actor, tags: new Map() }, actor],
    [{ kind: "principal", arn: actor, tags }, `${actor} in sessions tagged team=shop, stage=dev`],
    [{ kind: "principal", arn: actor, tags: new Map(), session: "me" }, `${actor} in sessions named me`],
    [
      { kind: "principal", arn: actor, tags, session: "me" },
      `${actor} in sessions named me and tagged team=shop, stage=dev`,
    ],
    [
      { kind: "principal", arn: `arn:aws-cn:iam::${ids.dev}:root`, tags: new Map() },
      `the root user of account ${ids.dev}`,
    ],
    [{ kind: "account", account: ids.dev }, `whomever account ${ids.dev} lets`],
    [{ kind: "other accounts" }, "whomever accounts of the organization let that are not known here"],
    [{ kind: "anyone" }, "anyone"],
    [{ kind: "federated", provider: saml, subject: "anybody" }, `anybody of ${saml}`],
    [{ kind: "federated", provider: saml, subject: "sub x" }, `sub x of ${saml}`],
    [{ kind: "service", service: "ec2.amazonaws.com" }, "whoever makes ec2.amazonaws.com act"],
    [
      { kind: "pod", clusterArn: cluster, namespace: "ci", serviceAccount: "runner" },
      `pods of ci/runner in ${cluster}`,
    ],
    [{ kind: "kubernetes", clusterArn: cluster, subject: "Group:dev" }, `Group:dev in ${cluster}`],
    [{ kind: "id", id: "AROAX" }, "the role or user AROAX, which is not known here"],
  ];
  for (const [node, name] of nodes) it(`is called ${name}`, () => assert.equal(nameOf(node), name));

  it("has a key of its own, which does not depend on the order of tags", () => {
    assert.equal(new Set(nodes.map(([node]) => keyOf(node))).size, nodes.length);
    const turned: Node = { kind: "principal", arn: actor, tags: new Map([...tags].reverse()) };
    assert.equal(keyOf(turned), keyOf({ kind: "principal", arn: actor, tags }));
  });
});
