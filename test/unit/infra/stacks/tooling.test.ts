import assert from "node:assert/strict";

import type { ToolingOutputs } from "../../../../infra/tooling";
import type { Recording } from "../../../fixtures/recorder";
import { assertAfter, counts, ofType, recordTooling, the } from "../../../fixtures/stacks";

describe("the tooling stack of the sample organization", () => {
  let recording: Recording<ToolingOutputs>;
  before(async () => {
    recording = await recordTooling();
  });

  it("is these resources", () => {
    assert.deepEqual(counts(recording), {
      Vpc: 1,
      Subnet: 2,
      RouteTable: 2,
      RouteTableAssociation: 2,
      VpcEndpoint: 10,
      SecurityGroup: 1,
      SecurityGroupIngressRule: 1,
      Key: 1,
      Alias: 1,
      LogGroup: 1,
      LaunchTemplate: 1,
      NodeGroup: 1,
      Addon: 2,
      Role: 5,
      RolePolicyAttachment: 6,
      // The launcher's own, the SCP and the RCP.
      Policy: 3,
      PolicyAttachment: 8,
      RolePolicy: 1,
      PodIdentityAssociation: 3,
    });
    assert.equal(ofType(recording, "eks:index:Cluster").length, 1);
  });

  it("puts out what environment stacks and people need", () => {
    const targets = ["123456789012", "111111111111", "222222222222", "333333333333"];
    assert.deepEqual(recording.outputs, {
      launchers: { OctoLauncherRole: "arn:aws:iam::123456789012:role/OctoLauncherRole" },
      bindings: {
        "octopus/octopus-server": ["tooling", "dev", "staging"],
        "octopus-prod/octopus-prod": ["prod"],
      },
      assumable: {
        OctoLauncherRole: [
          "arn:aws:iam::123456789012:role/octopus/deploy/ToolingDeployRole",
          "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole",
          "arn:aws:iam::222222222222:role/octopus/deploy/StagingDeployRole",
          "arn:aws:iam::333333333333:role/octopus/deploy/ProdDeployRole",
        ],
      },
      guardrails: {
        mode: "managed",
        testing: false,
        scp: { policyIds: ["octolaunch-scp-1-id"], targets },
        rcp: { policyIds: ["octolaunch-rcp-1-id"], targets },
      },
      deployRoles: { ToolingDeployRole: "arn:aws:iam::123456789012:role/octopus/deploy/ToolingDeployRole" },
      clusterName: "octopus-cluster",
      region: "us-east-1",
      vpcId: "octopus-id",
      privateSubnetIds: ["octopus-private-0-id", "octopus-private-1-id"],
      endpoints: [
        "cloudformation",
        "ec2",
        "ecr.api",
        "ecr.dkr",
        "eks",
        "eks-auth",
        "logs",
        "s3",
        "secretsmanager",
        "sts",
      ],
    });
  });

  it("creates the launcher before the deploy role that trusts it", () => {
    assertAfter(
      recording,
      the(recording, "Role", "ToolingDeployRole"),
      the(recording, "Role", "OctoLauncherRole"),
    );
  });

  it("attaches the guardrails before it creates the launcher and deploy roles", () => {
    const attachments = ofType(recording, "PolicyAttachment");
    const roles = ["OctoLauncherRole", "ToolingDeployRole"].map((name) => the(recording, "Role", name));
    assert.equal(attachments.length, 8);
    for (const role of roles) {
      for (const attachment of attachments) assertAfter(recording, role, attachment);
    }
  });

  it("hands the launcher to pods when the cluster and its agent are there", () => {
    const associations = ofType(recording, "PodIdentityAssociation").filter(({ name }) =>
      name.startsWith("OctoLauncher"),
    );
    assert.equal(associations.length, 2);
    for (const association of associations) {
      assertAfter(recording, association, the(recording, "eks:index:Cluster"));
      assertAfter(recording, association, the(recording, "Addon", "octopus-addons-pod-identity"));
    }
  });

  it("starts nodes when the endpoints through which they join are there", () => {
    const endpoints = ofType(recording, "VpcEndpoint");
    assert.equal(endpoints.length, 10);
    for (const endpoint of endpoints) assertAfter(recording, the(recording, "NodeGroup"), endpoint);
  });

  it("has several launchers on the one cluster", async () => {
    const several = await recordTooling({
      changes: {
        "launchers[1]": {
          name: "WorkerLauncherRole",
          mechanism: "podIdentity",
          cluster: "octopus-cluster",
          bindings: [{ namespace: "workers", serviceAccount: "worker", environments: ["dev", "tooling"] }],
        },
      },
    });
    const launchers = ["OctoLauncherRole", "WorkerLauncherRole"].map((name) => the(several, "Role", name));
    assert.deepEqual(
      launchers.map(({ protect }) => protect),
      [true, true],
    );
    assert.deepEqual(Object.keys(several.outputs?.launchers ?? {}), [
      "OctoLauncherRole",
      "WorkerLauncherRole",
    ]);
    assert.deepEqual(several.outputs?.bindings["workers/worker"], ["dev", "tooling"]);
    for (const launcher of launchers)
      assertAfter(several, the(several, "Role", "ToolingDeployRole"), launcher);
  });
});
