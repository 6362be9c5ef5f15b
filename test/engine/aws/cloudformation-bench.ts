import * as sdk from "@aws-sdk/client-cloudformation";
import * as iam from "@aws-sdk/client-iam";

import { accounts, TestAws } from "./aws";

/** A role and a policy, as a bootstrap makes them. */
export const template = `
AWSTemplateFormatVersion: "2010-09-09"
Description: what a bootstrap looks like
Parameters:
  Deployer: { Type: CommaDelimitedList, AllowedPattern: '^arn:aws:iam::\\d{12}:(role|user)/.+$', ConstraintDescription: must be ARNs of users or roles }
  Name: { Type: String, Default: Provisioner, AllowedPattern: '^[\\w]+$' }
  ExternalId: { Type: String, Default: "" }
  Kind: { Type: String, Default: plain, AllowedValues: [plain, tooling] }
Conditions:
  HasExternalId: !Not [!Equals [!Ref ExternalId, ""]]
  IsTooling: !Equals [!Ref Kind, tooling]
Resources:
  More:
    Type: AWS::IAM::ManagedPolicy
    Condition: IsTooling
    Properties:
      ManagedPolicyName: !Sub "\${Name}-more"
      Path: /octopus/
      Roles: [!Ref Role]
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Action: "ec2:Describe*", Resource: "*" }]
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref Name
      Path: /octopus/provisioning/
      MaxSessionDuration: 3600
      Tags: [{ Key: stack, Value: !Ref AWS::StackName }]
      ManagedPolicyArns: [!Sub "arn:\${AWS::Partition}:iam::aws:policy/ReadOnlyAccess"]
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: { AWS: !Ref Deployer }
            Action: sts:AssumeRole
            Condition: !If [HasExternalId, { StringEquals: { "sts:ExternalId": !Ref ExternalId } }, !Ref AWS::NoValue]
      Policies:
        - PolicyName: deploy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: iam:CreateRole
                Resource: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/octopus/deploy/*
Outputs:
  Arn: { Value: !GetAtt Role.Arn }
`;

export const deployer = `arn:aws:iam::${accounts.management}:user/administrator`;

/** An AWS with clients of the dev account. */
export class StackBench {
  private constructor(
    readonly aws: TestAws,
    readonly cfn: sdk.CloudFormationClient,
    readonly roles: iam.IAMClient,
  ) {}

  static async start(): Promise<StackBench> {
    const aws = await TestAws.start();
    const settings = await aws.administrator(accounts.dev);
    return new StackBench(aws, new sdk.CloudFormationClient(settings), new iam.IAMClient(settings));
  }

  input(name: string, values: Record<string, string>, body = template): sdk.CreateStackCommandInput {
    return {
      StackName: name,
      TemplateBody: body,
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      Parameters: Object.entries({ Deployer: deployer, ...values }).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
    };
  }

  create(name: string, values: Record<string, string>, body?: string): Promise<unknown> {
    return this.cfn.send(new sdk.CreateStackCommand(this.input(name, values, body)));
  }

  update(name: string, values: Record<string, string>, body?: string): Promise<unknown> {
    return this.cfn.send(new sdk.UpdateStackCommand(this.input(name, values, body)));
  }

  async stack(name: string): Promise<sdk.Stack> {
    const { Stacks } = await this.cfn.send(new sdk.DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0] as sdk.Stack;
  }

  async role(RoleName: string): Promise<iam.Role & { trust: unknown }> {
    const { Role } = await this.roles.send(new iam.GetRoleCommand({ RoleName }));
    return {
      ...(Role as iam.Role),
      trust: JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")),
    };
  }
}
