import * as sdk from "@aws-sdk/client-iam";

import { accounts, TestAws } from "./aws";

export type Fields = Record<string, unknown>;

/** The text of a trust policy that admits the dev account, with other elements in its statement. */
export const trust = (more: Fields = {}): string =>
  document({ Principal: { AWS: accounts.dev }, Action: "sts:AssumeRole", ...more });
/** The text of a permissions policy that reads S3, with other elements in its statement. */
export const permissions = (more: Fields = {}): string =>
  document({ Action: "s3:GetObject", Resource: "*", ...more });
const document = (statement: Fields): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

/** A well-formed document that counts so many characters, nearly all of them in one text. */
export function long(make: (more: Fields) => string, characters: number): string {
  return make({ Sid: "x".repeat(characters - make({ Sid: "" }).length) });
}

export const dev = `arn:aws:iam::${accounts.dev}`;

/** An AWS with a role `Plain` and a policy `Attached` in the dev account. */
export class IamBench {
  private constructor(
    readonly aws: TestAws,
    readonly iam: sdk.IAMClient,
  ) {}

  static async start(): Promise<IamBench> {
    const aws = await TestAws.start();
    const bench = new IamBench(aws, new sdk.IAMClient(await aws.administrator(accounts.dev)));
    await bench.createRole("Plain");
    await bench.createPolicy("Attached");
    return bench;
  }

  async createRole(RoleName: string, more: Partial<sdk.CreateRoleCommandInput> = {}): Promise<void> {
    await this.iam.send(new sdk.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(), ...more }));
  }

  /** Creates a role of this trust. */
  async withTrust(AssumeRolePolicyDocument: string): Promise<void> {
    await this.createRole("Refused", { AssumeRolePolicyDocument });
  }

  async put(PolicyDocument: string, PolicyName = "refused", RoleName = "Plain"): Promise<void> {
    await this.iam.send(new sdk.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }

  /** @returns its ARN */
  async createPolicy(PolicyName: string, PolicyDocument = permissions(), Path?: string): Promise<string> {
    const { Policy } = await this.iam.send(new sdk.CreatePolicyCommand({ PolicyName, PolicyDocument, Path }));
    return Policy?.Arn ?? "";
  }

  async trustOf(RoleName: string): Promise<string> {
    const { Role } = await this.iam.send(new sdk.GetRoleCommand({ RoleName }));
    return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
  }
}
