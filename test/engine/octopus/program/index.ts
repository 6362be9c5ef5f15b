import * as octopus from "@pulumi/octopusdeploy";
import * as pulumi from "@pulumi/pulumi";

import { deploymentProcess } from "./process";

const config = new pulumi.Config();
const server = { address: config.require("url"), apiKey: config.requireSecret("apiKey") };

const outside = new octopus.Provider("server", server);
const space = new octopus.Space(
  "aws",
  { name: "AWS", spaceManagersTeams: ["teams-everyone"] },
  { provider: outside },
);
const provider = new octopus.Provider("space", { ...server, spaceId: space.id });
const inside = { provider };

const names = ["Dev", "Staging", "Prod"] as const;
const environments = names.map(
  (name, sortOrder) => new octopus.Environment(name, { name, sortOrder, useGuidedFailure: false }, inside),
);
const pools = names.map((name) => new octopus.StaticWorkerPool(name, { name: `AWS ${name}` }, inside));
const lifecycle = new octopus.Lifecycle(
  "gated",
  {
    name: "Gated",
    phases: environments.map(({ id }, index) => ({
      name: names[index] ?? "",
      optionalDeploymentTargets: [id],
      minimumEnvironmentsBeforePromotion: 0,
      isOptionalPhase: index === 0,
    })),
  },
  inside,
);
const group = new octopus.ProjectGroup("aws", { name: "AWS" }, inside);
const project = new octopus.Project(
  "app",
  { name: "My App", lifecycleId: lifecycle.id, projectGroupId: group.id },
  inside,
);
const [dev, , prod] = environments.map(({ id }) => id);
const [workers] = pools.map(({ id }) => id);
if (!dev || !prod || !workers) throw new Error("There are three environments.");

const account = new octopus.AwsOpenidConnectAccount(
  "dev",
  {
    name: "AWS Dev",
    roleArn: "arn:aws:iam::111111111111:role/octopus/oidc/OctoDevRole",
    environments: [dev],
    executionSubjectKeys: ["space", "project", "environment"],
    healthSubjectKeys: ["space", "account", "type"],
    accountTestSubjectKeys: ["space", "account", "type"],
    sessionDuration: config.requireNumber("seconds"),
    region: "us-east-1",
  },
  inside,
);

const owned = { ownerId: project.id };
environments.forEach(
  ({ id }, index) =>
    new octopus.Variable(
      `role-${index}`,
      {
        ...owned,
        name: "AWS.RoleArn",
        type: "String",
        value: `arn:aws:iam::111111111111:role/octopus/deploy/${config.require("role")}${index}`,
        scopes: [{ environments: [id] }],
      },
      inside,
    ),
);
new octopus.Variable(
  "account",
  {
    ...owned,
    name: "AWS.Account",
    type: "AmazonWebServicesAccount",
    value: account.id,
    scopes: [{ environments: [dev] }],
  },
  inside,
);
new octopus.Variable(
  "password",
  {
    ...owned,
    name: "Database.Password",
    type: "Sensitive",
    isSensitive: true,
    sensitiveValue: config.requireSecret("password"),
  },
  inside,
);

const certificate = new octopus.TentacleCertificate("agent", {}, { provider: outside });
const subscription = new octopus.PollingSubscriptionId("agent", {}, { provider: outside });
new octopus.KubernetesAgentWorker(
  "agent",
  {
    name: "AWS Dev agent",
    thumbprint: certificate.thumbprint,
    uri: subscription.pollingUri,
    workerPoolIds: [workers],
  },
  inside,
);
new octopus.KubernetesClusterDeploymentTarget(
  "dev",
  {
    name: "dev-eks",
    clusterUrl: "https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
    environments: [dev],
    roles: ["eks"],
    defaultWorkerPoolId: workers,
    awsAccountAuthentication: { accountId: "", useInstanceRole: true, clusterName: "dev" },
  },
  inside,
);

deploymentProcess({ project, prod, workers }, inside);

export const agentCertificate = certificate.base64;
