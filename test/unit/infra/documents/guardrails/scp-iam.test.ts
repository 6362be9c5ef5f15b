import { passes, principal, stops, tagging, type Call, type Caller } from "../../../../fixtures/calls";
import { ids, launcher, policiesOf, role } from "../../../../fixtures/guardrails";

const dev = role("dev", "octopus/deploy/DevDeployRole");
const provisionerArn = role("dev", "octopus/provisioning/OctolaunchProvisioner");
const stackSets = principal(role("dev", "stacksets-exec-0a1b"));
const administrator = principal(role("dev", "Administrator"));
const provisioner = principal(provisionerArn);
const policy = `arn:aws:iam::${ids.tooling}:policy/octopus/launcher/OctoLauncherRole-assume-1`;
const profile = `arn:aws:iam::${ids.tooling}:instance-profile/octopus/cluster/nodes`;

/** Every way of changing what a role is, what it may do, or who gets it. */
const changes = (caller: Caller, who: string): Call[] => [
  ...(
    "CreateRole DeleteRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy AttachRolePolicy " +
    "DetachRolePolicy PutRolePolicy DeleteRolePolicy PutRolePermissionsBoundary DeleteRolePermissionsBoundary " +
    "TagRole UntagRole PassRole"
  )
    .split(" ")
    .map((action): Call => [`${who} at a deploy role`, caller, `iam:${action}`, dev]),
  ..."CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion SetDefaultPolicyVersion TagPolicy UntagPolicy"
    .split(" ")
    .map((action): Call => [`${who} at the launcher's policy`, caller, `iam:${action}`, policy]),
  ...(
    "CreateInstanceProfile DeleteInstanceProfile AddRoleToInstanceProfile RemoveRoleFromInstanceProfile " +
    "TagInstanceProfile UntagInstanceProfile"
  )
    .split(" ")
    .map((action): Call => [`${who} at an instance profile`, caller, `iam:${action}`, profile]),
];

describe("the SCP around our roles and policies", () => {
  const scp = policiesOf("scp");
  const trust = "iam:UpdateAssumeRolePolicy";

  stops(scp, "ProtectOctopusIam", [
    ...changes(administrator, "an administrator"),
    ["the root user", principal(`arn:aws:iam::${ids.dev}:root`), trust, dev],
    ["a deploy role at itself", principal(dev), "iam:AttachRolePolicy", dev],
    ["the launcher at itself", principal(launcher), trust, launcher],
    ["an administrator who hands the launcher to a service", administrator, "iam:PassRole", launcher],
    ["an administrator who takes the launcher away", administrator, "iam:DeleteRole", launcher],
    ["another trust for the provisioner", administrator, trust, provisionerArn],
    ["what a node's role may do", administrator, "iam:PutRolePolicy", role("tooling", "octopus/cluster/n")],
    ["a role that is to be exempt", administrator, "iam:CreateRole", role("dev", "stacksets-exec-mine")],
    ["an exempt role's trust", administrator, trust, role("dev", "stacksets-exec-0a1b")],
    [
      "the provisioner's namesake under another path",
      principal(role("dev", "OctolaunchProvisioner")),
      trust,
      dev,
    ],
    [
      "the provisioner's namesake under a longer path",
      principal(role("dev", "octopus/provisioning/x/OctolaunchProvisioner")),
      trust,
      dev,
    ],
    [
      "a user of the provisioner's name",
      principal(`arn:aws:iam::${ids.dev}:user/octopus/provisioning/OctolaunchProvisioner`),
      trust,
      dev,
    ],
    ["a role whose name has an exempt one in it", principal(role("dev", "x/stacksets-exec-1")), trust, dev],
  ]);

  passes(scp, [
    ...changes(provisioner, "the provisioner"),
    ["the provisioner at the launcher", provisioner, "iam:PassRole", launcher],
    ["StackSets at the provisioner", stackSets, trust, provisionerArn],
    ...["GetRole", "ListRolePolicies", "GetRolePolicy", "ListAttachedRolePolicies", "ListRoleTags"].map(
      (action): Call => ["whoever looks at a deploy role", administrator, `iam:${action}`, dev],
    ),
    ["whoever lists roles", administrator, "iam:ListRoles", "*"],
    ["whoever reads the launcher's policy", administrator, "iam:GetPolicyVersion", policy],
    ["changes of an unrelated role", administrator, trust, role("dev", "CodeDeployRole")],
    ["an unrelated role handed on", administrator, "iam:PassRole", role("prod", "ci/GitHubDeployRole")],
    ["a new unrelated role", administrator, "iam:CreateRole", role("dev", "octopus-tools/Any")],
    ["changes of a namesake of the launcher", administrator, trust, role("dev", "OctoLauncherRole")],
  ]);
});

describe("the SCP around names of our roles", () => {
  const scp = policiesOf("scp");
  const create = "iam:CreateRole";

  stops(scp, "ProtectRoleNames", [
    ["a deploy role's name without path", administrator, create, role("dev", "DevDeployRole")],
    ["a deploy role's name under another path", administrator, create, role("dev", "a/b/DevDeployRole")],
    ["another environment's name", administrator, create, role("dev", "ProdDeployRole")],
    ["the launcher's name elsewhere", administrator, create, role("dev", "OctoLauncherRole")],
    ["the launcher's name under a path", administrator, create, role("tooling", "x/OctoLauncherRole")],
    ["the provisioner's name", administrator, create, role("dev", "OctolaunchProvisioner")],
    ["a deploy role that makes another", principal(dev), create, role("dev", "StagingDeployRole")],
  ]);
  passes(scp, [
    ["the provisioner", provisioner, create, role("dev", "DevDeployRole")],
    ["StackSets", stackSets, create, role("dev", "OctolaunchProvisioner")],
    ["a name that ends in ours", administrator, create, role("dev", "MyDevDeployRole")],
    ["a name that begins as ours", administrator, create, role("dev", "DevDeployRole2")],
    ["an unrelated name", administrator, create, role("dev", "CodeDeployRole")],
  ]);
});

describe("the SCP around tags that pods carry", () => {
  const scp = policiesOf("scp");
  const own = role("dev", "Own");
  const user = `arn:aws:iam::${ids.dev}:user/anna`;

  stops(scp, "ProtectPodIdentityTags", [
    ...[
      "eks-cluster-arn",
      "eks-cluster-name",
      "kubernetes-namespace",
      "kubernetes-pod-name",
      "kubernetes-pod-uid",
      "kubernetes-service-account",
    ].map((key): Call => [`${key} on a role`, tagging(administrator, key), "iam:TagRole", own]),
    [
      "a key in other case, which IAM takes for the same",
      tagging(administrator, "Kubernetes-Namespace"),
      "iam:TagRole",
      own,
    ],
    ["one key among others", tagging(administrator, "team", "eks-cluster-arn"), "iam:TagRole", own],
    ["a new role with the tag", tagging(administrator, "kubernetes-namespace"), "iam:CreateRole", own],
    ["a user with the tag", tagging(administrator, "kubernetes-namespace"), "iam:TagUser", user],
    ["a new user with the tag", tagging(administrator, "kubernetes-namespace"), "iam:CreateUser", user],
    ["the provisioner too", tagging(provisioner, "kubernetes-namespace"), "iam:TagRole", own],
  ]);
  passes(scp, [
    ["other tags", tagging(administrator, "team", "kubernetes"), "iam:TagRole", own],
    ["a role without tags", administrator, "iam:CreateRole", own],
    ["the tag's removal", tagging(administrator, "kubernetes-namespace"), "iam:UntagRole", own],
    ["the tag on a bucket", tagging(administrator, "kubernetes-namespace"), "s3:PutBucketTagging", "*"],
  ]);
});

describe("the SCP with other roles that are exempt", () => {
  const trust = "iam:UpdateAssumeRolePolicy";
  const none = policiesOf("scp", { guardrails: { exempt: [] } });
  stops(none, "ProtectOctopusIam", [["StackSets, unless exempt", stackSets, trust, dev]]);
  passes(none, [
    ["changes of what is not exempt", administrator, trust, role("dev", "stacksets-exec-0a1b")],
    ["the provisioner", provisioner, trust, dev],
  ]);

  const builder = role("dev", "ours/Builder");
  const elsewhere = policiesOf("scp", { provisioning: { roleName: "Builder", rolePath: "/ours/" } });
  stops(elsewhere, "ProtectOctopusIam", [
    ["an administrator at a provisioner outside of /octopus/", administrator, trust, builder],
    ["the provisioner of the default's name", provisioner, trust, dev],
  ]);
  passes(elsewhere, [["the provisioner that is set", principal(builder), trust, dev]]);
});
