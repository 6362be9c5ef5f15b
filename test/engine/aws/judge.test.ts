import assert from "node:assert/strict";

import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";

import { TestAws } from "./aws";

interface Judgement {
  readonly problems: readonly { readonly path: string; readonly message: string; readonly rule: string }[];
}

const unknown = { Ref: "Unknown" };
const trust = (statement: object): object => ({
  AssumeRolePolicyDocument: {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "sts:AssumeRole",
        ...statement,
      },
    ],
  },
});

describe("The judge of the sandbox", function () {
  this.timeout(30_000);
  let aws: TestAws;
  const judge = async (type: string, properties: object): Promise<Judgement["problems"]> =>
    (await aws.control<Judgement>("POST", "judge", { type, properties })).problems;

  before(async function () {
    this.timeout(120_000);
    aws = await TestAws.start();
  });
  after(() => aws.stop());

  const bad: [what: string, type: string, properties: object, path: RegExp, message: RegExp][] = [
    ["a property that a type has not", "AWS::IAM::Role", { ...trust({}), Nmae: "x" }, /^Nmae$/, /Nmae/],
    [
      "a property that is missing",
      "AWS::IAM::Role",
      {},
      /^$/,
      /'AssumeRolePolicyDocument' is a required property/,
    ],
    [
      "a session of 99,999 s",
      "AWS::IAM::Role",
      { ...trust({}), MaxSessionDuration: 99999 },
      /^MaxSessionDuration$/,
      /43200/,
    ],
    ["a misspelt action", "AWS::IAM::Role", trust({ Action: "sts:AssumeRolee" }), /Action/, /assumerolee/],
    [
      "a principal that is no ARN",
      "AWS::IAM::Role",
      trust({ Principal: { AWS: "launcher" } }),
      /Principal\.AWS/,
      /launcher/,
    ],
    [
      "an endpoint of no type",
      "AWS::EC2::VPCEndpoint",
      { VpcId: unknown, ServiceName: "s", VpcEndpointType: "Interfacee" },
      /^VpcEndpointType$/,
      /Interfacee/,
    ],
    [
      "a retention of 8 days",
      "AWS::Logs::LogGroup",
      { RetentionInDays: 8 },
      /^RetentionInDays$/,
      /8 is not one of/,
    ],
    [
      "a role ARN that is none",
      "AWS::EKS::PodIdentityAssociation",
      { ClusterName: "c", Namespace: "n", ServiceAccount: "s", RoleArn: "role/x" },
      /^RoleArn$/,
      /role\/x/,
    ],
  ];
  for (const [what, type, properties, path, message] of bad) {
    it(`refuses ${what}`, async () => {
      const problems = await judge(type, properties);
      assert.equal(problems.length, 1, JSON.stringify(problems));
      assert.match(problems[0]?.path ?? "", path);
      assert.match(problems[0]?.message ?? "", message);
    });
  }

  const good: [what: string, type: string, properties: object][] = [
    ["a role", "AWS::IAM::Role", { ...trust({}), RoleName: "x", Tags: [{ Key: "a", Value: "b" }] }],
    [
      "policy variables",
      "AWS::IAM::Role",
      trust({ Condition: { StringEquals: { "aws:PrincipalTag/a": "${aws:PrincipalTag/b}" } } }),
    ],
    [
      "a role of which nothing is known yet",
      "AWS::IAM::Role",
      { AssumeRolePolicyDocument: unknown, RoleName: unknown, Tags: unknown, MaxSessionDuration: unknown },
    ],
    [
      "lists that are not known, or in part",
      "AWS::EKS::Nodegroup",
      { ClusterName: unknown, NodeRole: unknown, Subnets: unknown, InstanceTypes: [unknown] },
    ],
    [
      "a role and a subnet whose zone is written out",
      "AWS::EC2::Subnet",
      { VpcId: unknown, CidrBlock: "10.0.0.0/20", AvailabilityZone: "us-east-1a" },
    ],
  ];
  for (const [what, type, properties] of good) {
    it(`accepts ${what}`, async () => assert.deepEqual(await judge(type, properties), []));
  }

  it("names a type that AWS has not", async () => {
    assert.match((await judge("AWS::IAM::Rolle", {}))[0]?.message ?? "", /Rolle/);
  });

  it("works while requests are served", async () => {
    const client = new IAMClient(aws.management());
    const roles = Array.from({ length: 20 }, (_, i) =>
      judge("AWS::IAM::Role", { ...trust({}), RoleName: `r${i}` }),
    );
    const requests = Array.from({ length: 20 }, () => client.send(new ListRolesCommand({})));
    assert.deepEqual((await Promise.all(roles)).flat(), []);
    await Promise.all(requests);
  });
});
