import { launcherBinding } from "../../policy-pack/rules/launcher-binding";
import { expected } from "../fixtures/expected";
import { launcherRole, otherRole } from "./launchers";
import { defaultProvider, ids, notKnown, pinned, resource } from "./resources";
import { table, type Case } from "./table";

const pods = { Service: "pods.eks.amazonaws.com" };
const assume = ["sts:AssumeRole", "sts:TagSession"];

function trusting(...statements: readonly object[]): Case["resources"] {
  const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return [launcherRole({ assumeRolePolicy })];
}

function letIn(principal: unknown, action: unknown = assume, more: object = {}): object {
  return { Effect: "Allow", Principal: principal, Action: action, ...more };
}

const cluster = `arn:aws:eks:us-east-1:${ids.tooling}:cluster/octopus-cluster`;
const namespaceTag = "aws:RequestTag/kubernetes-namespace";
const accountTag = "aws:RequestTag/kubernetes-service-account";

/** Lets in the pods of a binding, with something of it otherwise. */
function toPods(namespace: unknown = "octopus", serviceAccount: unknown = "octopus-server", arn = cluster) {
  return letIn(pods, assume, {
    Condition: {
      StringEquals: {
        [namespaceTag]: namespace,
        [accountTag]: serviceAccount,
        "aws:RequestTag/eks-cluster-arn": arn,
      },
    },
  });
}

const condition = {
  Condition: { StringEqualsIfExists: { "aws:SourceAccount": ids.tooling } },
};

describe("whom a launcher lets in", () => {
  table(launcherBinding, [
    { title: "the expected trust policy", resources: [launcherRole()] },
    {
      title: "the same written prettily",
      resources: [
        launcherRole({
          assumeRolePolicy: JSON.stringify(expected("OctoLauncherRole", "trust"), undefined, 2),
        }),
      ],
    },
    {
      // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
      title: "the trust policy of AWS's documentation, without conditions",
      resources: trusting({ Sid: "AllowEksAuthToAssumeRoleForPodIdentity", ...letIn(pods) }),
      advised: [
        /^OctoLauncherRole of account 123456789012 lets in the pods of other associations in its account as well, by Statement\[0\]\.\nAdd conditions on aws:RequestTag\/eks-cluster-arn, /,
      ],
    },
    {
      title: "denials beside it",
      resources: trusting(toPods(), {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sts:*",
        Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
      }),
    },
    {
      title: "an account beside it",
      resources: trusting(toPods(), letIn({ AWS: `arn:aws:iam::${ids.tooling}:root` }, "sts:AssumeRole")),
      refused: [
        /^OctoLauncherRole of account 123456789012 lets in any principal of account 123456789012, through sts:AssumeRole \(Statement\[1\]\)\.\nLet in nobody but the service pods\.eks\.amazonaws\.com/,
      ],
    },
    {
      title: "several others in one statement, each once",
      resources: trusting(
        letIn({ ...pods, AWS: [`arn:aws:iam::${ids.dev}:role/One`, `arn:aws:iam::${ids.dev}:user/Two`] }),
      ),
      refused: [/lets in .*role\/One, through sts:AssumeRole \(.*user\/Two, through sts:AssumeRole \(/],
    },
    { title: "everybody", resources: trusting(letIn({ AWS: "*" })), refused: [/lets in anybody/] },
    {
      title: "everybody under a condition that an absent key meets",
      resources: trusting(letIn({ AWS: "*" }, "sts:AssumeRole", condition)),
      refused: [/lets in anybody/],
    },
    {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
      title: "everybody under ForAllValues, which is met by no values",
      resources: trusting(
        letIn({ AWS: "*" }, "sts:AssumeRole", {
          Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": "team" } },
        }),
      ),
      refused: [/lets in anybody/],
    },
    {
      title: "another service",
      resources: trusting(letIn({ Service: ["pods.eks.amazonaws.com", "ec2.amazonaws.com"] })),
      refused: [/lets in the service ec2\.amazonaws\.com, through sts:AssumeRole \(/],
    },
    {
      title: "a service of a name alike",
      resources: trusting(letIn({ Service: "eks.amazonaws.com" })),
      refused: [/the service eks\.amazonaws\.com/],
    },
    {
      title: "an identity provider",
      resources: trusting(
        toPods(),
        letIn(
          { Federated: `arn:aws:iam::${ids.tooling}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/X` },
          "sts:AssumeRoleWithWebIdentity",
        ),
      ),
      refused: [/through sts:AssumeRoleWithWebIdentity/],
    },
    {
      title: "every action to the service of pods",
      resources: trusting(letIn(pods, "sts:*")),
      refused: [/the service pods\.eks\.amazonaws\.com, through sts:SetSourceIdentity/],
    },
    {
      title: "everything but an action",
      resources: trusting({ Effect: "Allow", Principal: pods, NotAction: "sts:AssumeRole" }),
      refused: [/through sts:SetSourceIdentity/],
    },
    {
      title: "a trust policy that is not known",
      resources: [launcherRole({ assumeRolePolicy: notKnown })],
      refused: [/may let in anybody by its trust policy: it is not known/],
    },
    {
      title: "a malformed trust policy",
      resources: [
        launcherRole({ assumeRolePolicy: '{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}' }),
      ],
      refused: [/may let in anybody by its trust policy: Statement\[0\]/],
    },
    {
      title: "everybody but some, which no trust policy may say",
      resources: trusting({ Effect: "Allow", NotPrincipal: { AWS: ids.dev }, Action: "sts:AssumeRole" }),
      refused: [/may let in anybody by its trust policy: Statement\[0\]\.NotPrincipal/],
    },
    {
      title: "anybody to the launcher of a program that does not say its account",
      resources: [
        launcherRole(
          { assumeRolePolicy: JSON.stringify({ Statement: [letIn({ AWS: "*" })] }) },
          defaultProvider,
        ),
      ],
      refused: [/OctoLauncherRole of an account that is not known, which may be a launcher, lets in anybody/],
    },
    {
      title: "whomever other roles let in",
      resources: [
        resource("aws:iam/role:Role", "web", { name: "web", assumeRolePolicy: notKnown }),
        otherRole("broken"),
        launcherRole({ assumeRolePolicy: notKnown }, pinned("dev")),
      ],
    },
  ]);
});

// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
describe("which pods a launcher lets in", () => {
  const under = (Condition: object): Case["resources"] => trusting(letIn(pods, assume, { Condition }));
  const tagged = { [namespaceTag]: "octopus", [accountTag]: "octopus-server" };
  const stranger = (who: string): RegExp[] => [
    new RegExp(`lets in pods of no configured binding: ${who}\\.\nName one configured binding in each`),
  ];
  const open = [/lets in the pods of other associations in its account as well, by Statement\[0\]\./];

  table(launcherBinding, [
    { title: "those of one binding alone", resources: trusting(toPods()) },
    {
      title: "those of a binding by the cluster that calls",
      resources: under({ StringEquals: tagged, ArnEquals: { "aws:SourceArn": cluster } }),
    },
    {
      title: "those of a binding by the cluster's name",
      resources: under({ StringEquals: { ...tagged, "aws:RequestTag/eks-cluster-name": "octopus-cluster" } }),
    },
    {
      title: "those of another service account",
      resources: trusting(toPods("octopus", "ci-runner")),
      refused: stranger("octopus/ci-runner in octopus-cluster"),
    },
    {
      title: "those of another service account in a second statement",
      resources: trusting(toPods(), toPods("ci", "runner")),
      refused: stranger("ci/runner in octopus-cluster"),
    },
    {
      title: "those of a combination that two lists allow",
      resources: trusting(toPods(["octopus", "octopus-prod"], ["octopus-server", "octopus-prod"])),
      refused: stranger(
        "octopus/octopus-prod in octopus-cluster; octopus-prod/octopus-server in octopus-cluster",
      ),
    },
    {
      title: "those of another namespace in any cluster",
      resources: under({ StringEquals: { ...tagged, [namespaceTag]: "ci" } }),
      refused: stranger("ci/octopus-server"),
    },
    {
      title: "those of another cluster",
      resources: trusting(toPods("octopus", "octopus-server", cluster.replace("octopus-", "ci-"))),
      refused: stranger("octopus/octopus-server in ci-cluster"),
    },
    {
      title: "those of another cluster by what calls",
      resources: under({
        StringEquals: tagged,
        ArnEquals: { "aws:SourceArn": cluster.replace("octopus-", "ci-") },
      }),
      refused: stranger("octopus/octopus-server in ci-cluster"),
    },
    {
      title: "those of a cluster of this name in another account",
      resources: trusting(toPods("octopus", "octopus-server", cluster.replace(ids.tooling, ids.foreign))),
      refused: stranger(
        "octopus/octopus-server in arn:aws:eks:us-east-1:444444444444:cluster/octopus-cluster",
      ),
    },
    { title: "those of a binding in any cluster", resources: under({ StringEquals: tagged }), advised: open },
    {
      title: "those of any namespace alike",
      resources: under({ StringLike: { ...tagged, [namespaceTag]: "octopus*" } }),
      advised: open,
    },
    {
      title: "those of a binding, and whoever has no tags",
      resources: under({ StringEqualsIfExists: tagged }),
      advised: open,
    },
    {
      title: "those of the account",
      resources: under({ StringEquals: { "aws:SourceAccount": ids.tooling } }),
      advised: open,
    },
  ]);
});
