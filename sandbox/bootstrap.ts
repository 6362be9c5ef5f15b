import { readFileSync } from "node:fs";
import { join } from "node:path";

import {
  CloudFormationClient,
  CreateStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from "@aws-sdk/client-cloudformation";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { checkout } from "./home";
import { alone, type Session } from "./session";

const stackName = "octolaunch-provisioner";

/**
 * Gives every member account its provisioning role, as a user does by hand: with the template in `bootstrap/`,
 * through `OrganizationAccountAccessRole`, which is used for nothing else.
 *
 * @returns names of the accounts that it was created or changed in; none with settings that the program refuses, so
 * that it says in its own words, and all at once, what is wrong with them
 */
export async function bootstrap(session: Session): Promise<readonly string[]> {
  if (!session.project.valid) return [];
  return alone(
    "start",
    () => undefined,
    () => provision(session),
  );
}

async function provision({ aws, project }: Session): Promise<readonly string[]> {
  const template = readFileSync(join(checkout, "bootstrap", "provisioner.yaml"), "utf8");
  const { partition, region, accounts } = project.seed;
  const client = {
    endpoint: aws.endpoint,
    region,
    credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
  };
  const management = new STSClient(client);
  const { Arn: deployer } = await management.send(new GetCallerIdentityCommand({}));

  const changed: string[] = [];
  for (const { name, id } of accounts) {
    const { Credentials } = await management.send(
      new AssumeRoleCommand({
        RoleArn: `arn:${partition}:iam::${id}:role/OrganizationAccountAccessRole`,
        RoleSessionName: "bootstrap",
      }),
    );
    const cloudFormation = new CloudFormationClient({
      ...client,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken,
      },
    });
    const parameters = {
      AccountKind: name === project.toolingAccount ? "tooling" : "environment",
      DeployingPrincipalArn: deployer ?? "",
      RoleName: project.provisioning.roleName,
      RolePath: project.provisioning.rolePath,
      ExternalId: project.provisioning.externalId ?? "",
      // What settings no longer have is still there, and has to be deleted.
      OctopusIssuer: project.octopusIssuer,
      ClusterName: project.clusterName,
      LauncherNames: project.launcherNames.join(","),
    };
    if (await ensureStack(cloudFormation, template, parameters)) changed.push(name);
  }
  return changed;
}

/**
 * Creates the stack or updates it. Says whether anything changed.
 *
 * @param parameters undefined for what stays as it is, or at its default
 */
async function ensureStack(
  client: CloudFormationClient,
  template: string,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  const input = {
    StackName: stackName,
    TemplateBody: template,
    Capabilities: ["CAPABILITY_NAMED_IAM" as const],
  };
  const all = Object.entries(parameters);
  const given = all.flatMap(([ParameterKey, ParameterValue]) =>
    ParameterValue === undefined ? [] : [{ ParameterKey, ParameterValue }],
  );
  const kept = all.flatMap(([ParameterKey, value]) =>
    value === undefined ? [{ ParameterKey, UsePreviousValue: true }] : [],
  );
  const waiting = { client, minDelay: 1, maxDelay: 2, maxWaitTime: 60 };
  try {
    await client.send(new CreateStackCommand({ ...input, Parameters: given }));
    await waitUntilStackCreateComplete(waiting, { StackName: stackName });
    return true;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "AlreadyExistsException") throw error;
  }
  try {
    await client.send(new UpdateStackCommand({ ...input, Parameters: [...given, ...kept] }));
    await waitUntilStackUpdateComplete(waiting, { StackName: stackName });
    return true;
  } catch (error) {
    if (error instanceof Error && /no updates are to be performed/i.test(error.message)) return false;
    throw error;
  }
}
