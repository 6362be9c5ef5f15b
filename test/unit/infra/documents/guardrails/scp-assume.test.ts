import { passes, principal, stops, tagging } from "../../../../fixtures/calls";
import { ids, launcher, policiesOf, role } from "../../../../fixtures/guardrails";

const sid = "DenyAssumeDeployRolesExceptLauncher";
const dev = role("dev", "octopus/deploy/DevDeployRole");
const administrator = principal(role("dev", "Administrator"));
const pod = principal(launcher, { "kubernetes-namespace": "octopus" });
const assume = "sts:AssumeRole";

describe("the SCP around deploy roles", () => {
  const scp = policiesOf("scp");

  stops(scp, sid, [
    ["an administrator of the role's account", administrator, assume, dev],
    ["an administrator of the launcher's account", principal(role("tooling", "Administrator")), assume, dev],
    ["the account's root user", principal(`arn:aws:iam::${ids.dev}:root`), assume, dev],
    ["a user", principal(`arn:aws:iam::${ids.dev}:user/anna`), assume, dev],
    [
      "a user of the launcher's name",
      principal(`arn:aws:iam::${ids.tooling}:user/OctoLauncherRole`),
      assume,
      dev,
    ],
    ["a namesake of the launcher", principal(role("dev", "OctoLauncherRole")), assume, dev],
    [
      "a namesake of the launcher under another path",
      principal(role("tooling", "other/OctoLauncherRole")),
      assume,
      dev,
    ],
    ["a namesake of the launcher in other case", principal(role("tooling", "octolauncherrole")), assume, dev],
    ["a name that begins as the launcher's", principal(`${launcher}2`), assume, dev],
    ["the provisioner", principal(role("dev", "octopus/provisioning/OctolaunchProvisioner")), assume, dev],
    ["StackSets' execution role", principal(role("dev", "stacksets-exec-0a1b")), assume, dev],
    ["one deploy role in another", principal(dev), assume, role("prod", "octopus/deploy/ProdDeployRole")],
    ["a deploy role in itself", principal(dev), assume, dev],
    ["an action in other case", administrator, "STS:assumerole", dev],
    ["tags", tagging(administrator, "team"), "sts:TagSession", dev],
    ["a source identity", administrator, "sts:SetSourceIdentity", dev],
    ["a deploy role that is not described", administrator, assume, role("prod", "octopus/deploy/a/b")],
    ["a deploy role of an account outside", administrator, assume, role("outside", "octopus/deploy/Any")],
  ]);

  passes(scp, [
    ["the launcher", pod, assume, dev],
    ["the launcher's tags", tagging(pod, "kubernetes-namespace"), "sts:TagSession", dev],
    ["the launcher into another account's", pod, assume, role("prod", "octopus/deploy/ProdDeployRole")],
    [
      "a deploy role's name under another path, which only provisioning creates",
      administrator,
      assume,
      role("dev", "other/DevDeployRole"),
    ],
    ["an unrelated role", administrator, assume, role("dev", "CodeDeployRole")],
    ["another unrelated role", administrator, assume, role("prod", "ci/GitHubDeployRole")],
    ["a path that begins as ours", administrator, assume, role("dev", "octopus/deployments/Any")],
    ["a deploy role on its way into a role of the application", principal(dev), assume, role("dev", "Shop")],
    ["another action on STS", administrator, "sts:GetCallerIdentity", "*"],
  ]);
});

describe("the SCP around deploy roles of several launchers", () => {
  const scp = policiesOf("scp", {
    "launchers[1]": {
      name: "WorkerLauncherRole",
      mechanism: "podIdentity",
      cluster: "octopus-cluster",
      bindings: [{ namespace: "workers", serviceAccount: "worker", environments: ["dev"] }],
    },
  });

  passes(scp, [
    ["the first", principal(launcher), assume, dev],
    ["the second", principal(role("tooling", "WorkerLauncherRole")), assume, dev],
  ]);
  stops(scp, sid, [
    ["a namesake of the second", principal(role("dev", "WorkerLauncherRole")), assume, dev],
    ["an administrator", administrator, assume, dev],
  ]);
});

describe("the SCP around single roles and names", () => {
  const migration = role("dev", "app/Migration");
  const single = policiesOf("scp", { guardrails: { roles: [migration] } });

  stops(single, sid, [
    ["an administrator at the single role", administrator, assume, migration],
    ["an administrator at deploy roles as before", administrator, assume, dev],
  ]);
  stops(single, "ProtectOctopusIam", [
    ["another trust for the single role", administrator, "iam:UpdateAssumeRolePolicy", migration],
  ]);
  passes(single, [
    ["the launcher into the single role", principal(launcher), assume, migration],
    ["an administrator into its namesake elsewhere", administrator, assume, role("prod", "app/Migration")],
    ["an administrator into its namesake of another path", administrator, assume, role("dev", "Migration")],
    ["a look at the single role", administrator, "iam:GetRole", migration],
  ]);

  const patterns = policiesOf("scp", { guardrails: { roleNamePatterns: ["*DeployRole", "Git?ubRole"] } });
  stops(patterns, sid, [
    ["an administrator at an unrelated role", administrator, assume, role("dev", "CodeDeployRole")],
    ["an administrator at a role under a path", administrator, assume, role("dev", "ci/GitHubDeployRole")],
    ["an administrator at a name with one character", administrator, assume, role("dev", "GitHubRole")],
    ["an administrator outside of the pattern, at deploy roles", administrator, assume, `${dev}2`],
  ]);
  passes(patterns, [
    ["the launcher into what a pattern hits", principal(launcher), assume, role("dev", "CodeDeployRole")],
    ["a name that goes on after the pattern", administrator, assume, role("dev", "CodeDeployRole2")],
    ["a name with two characters for one", administrator, assume, role("dev", "GitxHubRole")],
    ["changes of what a pattern hits", administrator, "iam:DeleteRole", role("dev", "CodeDeployRole")],
  ]);
});
