import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient, type AssumeRoleCommandInput } from "@aws-sdk/client-sts";

import { accounts, TestAws, type ClientSettings } from "./aws";

export type Fields = Record<string, unknown>;

/** The text of a policy with these statements, which allow unless they say otherwise. */
export const policy = (...statements: Fields[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((one) => ({ Effect: "Allow", ...one })),
  });
/** The text of a trust policy that admits somebody. */
export const admit = (AWS: string | string[], more: Fields = {}): string =>
  policy({ Principal: { AWS }, Action: "sts:AssumeRole", ...more });
export const withTags = ["sts:AssumeRole", "sts:TagSession"];
/** A condition on the namespace in the caller's session tags. */
export const namespace = (value: string): Fields => ({
  Condition: { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": value } },
});
export const roleArn = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
export const launcherArn = roleArn(accounts.tooling, "Launcher");
export const toolingRoot = `arn:aws:iam::${accounts.tooling}:root`;

/** An AWS with a launcher in the tooling account, which may assume deploy roles of dev. */
export class StsBench {
  private constructor(
    readonly aws: TestAws,
    /** The launcher's session, as it is and with a transitive tag. */
    readonly launcher: ClientSettings,
    readonly tagged: ClientSettings,
  ) {}

  static async start(): Promise<StsBench> {
    const aws = await TestAws.start();
    const permissions = policy(
      {
        Action: withTags,
        Resource: [roleArn(accounts.dev, "octopus/deploy/*"), roleArn(accounts.dev, "Missing")],
      },
      { Effect: "Deny", Action: "sts:*", Resource: roleArn(accounts.dev, "octopus/deploy/DeniedDeploy") },
    );
    const management = `arn:aws:iam::${accounts.management}:root`;
    const trust = policy({ Principal: { AWS: management }, Action: withTags });
    await makeRole(aws, accounts.tooling, "Launcher", trust, permissions);
    await makeRole(aws, accounts.tooling, "Other", admit(management));
    const input = { RoleArn: launcherArn, RoleSessionName: "test" };
    const Tags = [{ Key: "kubernetes-namespace", Value: "octopus" }];
    return new StsBench(
      aws,
      await aws.assume(aws.management(), input),
      await aws.assume(aws.management(), { ...input, Tags, TransitiveTagKeys: ["kubernetes-namespace"] }),
    );
  }

  /** Creates a role; deploy roles get their path. */
  makeRole(account: string, name: string, trust: string, permissions?: string): Promise<void> {
    return makeRole(this.aws, account, name, trust, permissions);
  }

  assume(
    from: ClientSettings,
    RoleArn: string,
    more: Partial<AssumeRoleCommandInput> = {},
  ): Promise<ClientSettings> {
    return this.aws.assume(from, { RoleArn, RoleSessionName: "test", ...more });
  }

  identity(settings: ClientSettings): Promise<{ Arn?: string; Account?: string }> {
    return new STSClient(settings).send(new GetCallerIdentityCommand({}));
  }
}

async function makeRole(
  aws: TestAws,
  account: string,
  RoleName: string,
  AssumeRolePolicyDocument: string,
  PolicyDocument?: string,
): Promise<void> {
  const client = new IAMClient(await aws.administrator(account));
  const Path = RoleName.includes("Deploy") ? "/octopus/deploy/" : "/";
  await client.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument }));
  if (PolicyDocument === undefined) return;
  await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
}
