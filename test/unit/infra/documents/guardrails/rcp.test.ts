import { federated, passes, principal, service, stops, tagging, type Call } from "../../../../fixtures/calls";
import { ids, launcher, policiesOf, role } from "../../../../fixtures/guardrails";

const dev = role("dev", "octopus/deploy/DevDeployRole");
const unrelated = role("dev", "CodeDeployRole");
const administrator = principal(role("dev", "Administrator"));
const stranger = principal(role("outside", "Anybody"));
const pod = principal(launcher, { "kubernetes-namespace": "octopus" });
const actions = [
  "AssumeRole",
  "AssumeRoleWithSAML",
  "AssumeRoleWithWebIdentity",
  "SetSourceIdentity",
  "TagSession",
];

describe("the RCP around deploy roles", () => {
  const rcp = policiesOf("rcp");
  const sid = "DenyAssumeDeployRolesExceptLauncher";
  const assume = "sts:AssumeRole";

  stops(rcp, sid, [
    ...actions.map((action): Call => ["an administrator", administrator, `sts:${action}`, dev]),
    ["the account's root user", principal(`arn:aws:iam::${ids.dev}:root`), assume, dev],
    ["a role of the management account", principal(role("management", "Administrator")), assume, dev],
    ["the management account's root user", principal(`arn:aws:iam::${ids.management}:root`), assume, dev],
    ["an account outside of the organization", stranger, assume, dev],
    ["a namesake of the launcher", principal(role("outside", "OctoLauncherRole")), assume, dev],
    [
      "a namesake of the launcher under another path",
      principal(role("tooling", "x/OctoLauncherRole")),
      assume,
      dev,
    ],
    ["a service of AWS", service("lambda.amazonaws.com"), assume, dev],
    ["EKS itself", service("pods.eks.amazonaws.com"), assume, dev],
    ["the provisioner", principal(role("dev", "octopus/provisioning/OctolaunchProvisioner")), assume, dev],
    ["someone by SAML", federated(), "sts:AssumeRoleWithSAML", dev],
    [
      "a job of another OIDC provider",
      federated({ "token.actions.githubusercontent.com:sub": "repo:a/b:*" }),
      "sts:AssumeRoleWithWebIdentity",
      dev,
    ],
    ["an anonymous caller", {}, assume, dev],
    ["one deploy role in another", principal(dev), assume, role("prod", "octopus/deploy/ProdDeployRole")],
  ]);

  passes(rcp, [
    ["the launcher", pod, assume, dev],
    ["the launcher's tags along the chain", tagging(pod, "kubernetes-namespace"), "sts:TagSession", dev],
    ["an administrator at an unrelated role", administrator, assume, unrelated],
    [
      "a job at an unrelated role",
      federated(),
      "sts:AssumeRoleWithWebIdentity",
      role("dev", "GitHubDeployRole"),
    ],
    ["a service at an unrelated role", service("codedeploy.amazonaws.com"), assume, unrelated],
    ["a deploy role's name under another path", administrator, assume, role("dev", "x/DevDeployRole")],
    ["management into its own role", principal(role("management", "Admin")), assume, role("dev", "Access")],
  ]);

  const migration = role("dev", "app/Migration");
  const more = policiesOf("rcp", {
    guardrails: { roles: [migration], roleNamePatterns: ["*DeployRole"] },
  });
  stops(more, sid, [
    ["an administrator at a single role", administrator, assume, migration],
    ["a stranger at a single role", stranger, assume, migration],
  ]);
  passes(more, [
    ["the launcher into a single role", pod, assume, migration],
    ["what a pattern hits, which the SCP alone covers", administrator, assume, unrelated],
  ]);
});

describe("the RCP around tags that pods carry", () => {
  const rcp = policiesOf("rcp");
  const sid = "OnlyEksSetsPodTags";
  const tag = "sts:TagSession";

  stops(rcp, sid, [
    ...[
      "eks-cluster-arn",
      "eks-cluster-name",
      "kubernetes-namespace",
      "kubernetes-pod-name",
      "kubernetes-pod-uid",
      "kubernetes-service-account",
    ].map((key): Call => [`${key} first hand`, tagging(administrator, key), tag, unrelated]),
    ["a key in other case", tagging(administrator, "KUBERNETES-namespace"), tag, unrelated],
    ["one key among others", tagging(administrator, "team", "eks-cluster-arn"), tag, unrelated],
    ["the launcher without a pod's tags", tagging(principal(launcher), "kubernetes-namespace"), tag, dev],
    [
      "a caller with other tags",
      tagging(principal(role("dev", "A"), { team: "shop" }), "kubernetes-namespace"),
      tag,
      unrelated,
    ],
    ["a stranger", tagging(stranger, "kubernetes-namespace"), tag, unrelated],
    ["someone by SAML", tagging(federated(), "kubernetes-namespace"), tag, unrelated],
  ]);

  passes(rcp, [
    [
      "a pod's tags along the chain",
      tagging(
        principal(dev, { "kubernetes-namespace": "octopus" }),
        "kubernetes-namespace",
        "eks-cluster-arn",
      ),
      tag,
      unrelated,
    ],
    ["EKS", tagging(service("pods.eks.amazonaws.com"), "kubernetes-namespace"), tag, role("dev", "Pod")],
    ["other keys", tagging(administrator, "team", "kubernetes"), tag, unrelated],
    ["a session without tags", administrator, "sts:AssumeRole", unrelated],
  ]);
});

describe("the RCP for several launchers", () => {
  const second = role("tooling", "WorkerLauncherRole");
  const rcp = policiesOf("rcp", {
    "launchers[1]": {
      name: "WorkerLauncherRole",
      mechanism: "podIdentity",
      cluster: "octopus-cluster",
      bindings: [{ namespace: "workers", serviceAccount: "worker", environments: ["dev"] }],
    },
  });
  passes(rcp, [
    ["the first", pod, "sts:AssumeRole", dev],
    ["the second", principal(second), "sts:AssumeRole", dev],
    ["EKS at the second", service("pods.eks.amazonaws.com"), "sts:AssumeRole", second],
  ]);
  stops(rcp, "OnlyServicesBecomeLauncher", [
    ["a person at the second", administrator, "sts:AssumeRole", second],
    ["one launcher in the other", pod, "sts:AssumeRole", second],
  ]);
  stops(rcp, "DenyAssumeDeployRolesExceptLauncher", [
    ["a namesake of the second", principal(role("dev", "WorkerLauncherRole")), "sts:AssumeRole", dev],
  ]);
});
