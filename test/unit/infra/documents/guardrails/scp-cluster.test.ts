import { scopeOf } from "../../../../../infra/documents/guardrails/scope";
import { scpStatements } from "../../../../../infra/documents/guardrails/scp";
import { policy } from "../../../../../trust/documents/policy";
import { passes, principal, stops, type Call, type Caller } from "../../../../fixtures/calls";
import { cluster, ids, launcher, policiesOf, role } from "../../../../fixtures/guardrails";
import { model } from "../../../../fixtures/settings";

const sid = "ProtectLauncherBinding";
const administrator = principal(role("tooling", "Administrator"));
const provisioner = principal(role("tooling", "octopus/provisioning/OctolaunchProvisioner"));

/** What EKS knows beneath a cluster. */
const part = (kind: string, rest: string, of = "octopus-cluster"): string =>
  `arn:aws:eks:us-east-1:${ids.tooling}:${kind}/${of}/${rest}`;
const association = part("podidentityassociation", "a-0b1c");
const addon = part("addon", "eks-pod-identity-agent/0b1c");
const entry = part("access-entry", `role/${ids.tooling}/Administrator/0b1c`);
const idp = part("identityproviderconfig", "oidc/own/0b1c");

/** Every way of handing the launcher to other pods, or the cluster to other people. */
const changes = (caller: Caller, who: string): Call[] =>
  (
    [
      ["CreatePodIdentityAssociation", cluster],
      ["UpdatePodIdentityAssociation", association],
      ["DeletePodIdentityAssociation", association],
      ["CreateAddon", cluster],
      ["UpdateAddon", addon],
      ["DeleteAddon", addon],
      ["CreateAccessEntry", cluster],
      ["UpdateAccessEntry", entry],
      ["DeleteAccessEntry", entry],
      ["AssociateAccessPolicy", entry],
      ["DisassociateAccessPolicy", entry],
      ["AssociateIdentityProviderConfig", cluster],
      ["DisassociateIdentityProviderConfig", idp],
      ["UpdateClusterConfig", cluster],
      ["DeleteCluster", cluster],
    ] as const
  ).map(([action, resource]) => [who, caller, `eks:${action}`, resource]);

describe("the SCP around the launcher's cluster", () => {
  const scp = policiesOf("scp");
  const bind = "eks:CreatePodIdentityAssociation";

  stops(scp, sid, [
    ...changes(administrator, "an administrator"),
    ["the launcher", principal(launcher), bind, cluster],
    ["the root user", principal(`arn:aws:iam::${ids.tooling}:root`), bind, cluster],
    [
      "the tooling account's deploy role",
      principal(role("tooling", "octopus/deploy/ToolingDeployRole")),
      bind,
      cluster,
    ],
    ["a namesake of the provisioner", principal(role("tooling", "x/OctolaunchProvisioner")), bind, cluster],
  ]);

  passes(scp, [
    ...changes(provisioner, "the provisioner"),
    ["whoever looks", administrator, "eks:DescribeCluster", cluster],
    ["whoever lists", administrator, "eks:ListPodIdentityAssociations", cluster],
    ["whoever works in it", administrator, "eks:AccessKubernetesApi", cluster],
    ["another cluster", administrator, bind, `${cluster}-2`],
    [
      "an association of another cluster",
      administrator,
      "eks:DeletePodIdentityAssociation",
      part("podidentityassociation", "a-0b1c", "octopus-cluster-2"),
    ],
    ["its namesake in another region", administrator, bind, cluster.replace("us-east-1", "eu-west-1")],
    ["its namesake in another account", administrator, bind, cluster.replace(ids.tooling, ids.dev)],
  ]);
});

describe("the SCP around several clusters", () => {
  const organization = model();
  const second = cluster.replace("octopus-cluster", "workers");
  const scope = { ...scopeOf(organization, []), clusters: [cluster, second] };
  const scp = [policy(...scpStatements(scope, organization))];

  stops(scp, sid, [
    ...changes(administrator, "an administrator at the first"),
    ["an administrator at the second", administrator, "eks:UpdateClusterConfig", second],
    [
      "an administrator at an association of the second",
      administrator,
      "eks:UpdatePodIdentityAssociation",
      part("podidentityassociation", "a-0b1c", "workers"),
    ],
  ]);
});
