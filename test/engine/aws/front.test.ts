import assert from "node:assert/strict";

import { CloudTrailClient, GetQueryResultsCommand } from "@aws-sdk/client-cloudtrail";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";

import type { LogEntry } from "../../../sandbox/aws/front/log";
import { accounts, refusal, TestAws } from "./aws";

describe("The AWS of the sandbox", () => {
  let aws: TestAws;

  before(async function () {
    this.timeout(120_000);
    aws = await TestAws.start();
  });
  after(() => aws.stop());

  it("keeps accounts and regions apart", async () => {
    const dev = await aws.administrator(accounts.dev);
    const prod = await aws.administrator(accounts.prod);
    await new CloudWatchLogsClient(dev).send(new CreateLogGroupCommand({ logGroupName: "mine" }));
    const names = async (settings: object): Promise<unknown> =>
      (await new CloudWatchLogsClient(settings).send(new DescribeLogGroupsCommand({}))).logGroups?.map(
        (group) => group.logGroupName,
      );
    assert.deepEqual(await names(dev), ["mine"]);
    assert.deepEqual(await names(prod), []);
    assert.deepEqual(await names({ ...dev, region: "eu-west-1" }), []);
  });

  it("loses none of many requests at once", async () => {
    const client = new iam.IAMClient(await aws.administrator(accounts.prod));
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: accounts.prod }, Action: "sts:AssumeRole" }],
    });
    const names = Array.from({ length: 200 }, (_, i) => `Many${i}`);
    await Promise.all(
      names.map((RoleName) => client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))),
    );
    const { Roles } = await client.send(new iam.ListRolesCommand({ MaxItems: 1000 }));
    assert.equal(Roles?.filter(({ RoleName }) => RoleName?.startsWith("Many")).length, 200);
    const twice = await Promise.allSettled(
      ["Once", "once"].map((RoleName) =>
        client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })),
      ),
    );
    assert.deepEqual(twice.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  }).timeout(30_000);

  const unknown: [string, () => Promise<unknown>, RegExp][] = [
    [
      "query",
      () =>
        new iam.IAMClient(aws.management()).send(
          new iam.GetServiceLastAccessedDetailsCommand({ JobId: "x".repeat(36) }),
        ),
      /the sandbox does not know iam:GetServiceLastAccessedDetails/,
    ],
    [
      "ec2",
      () => new ec2.EC2Client(aws.management()).send(new ec2.DescribeInstanceTopologyCommand({})),
      /the sandbox does not know ec2:DescribeInstanceTopology/,
    ],
    [
      "JSON",
      () =>
        new CloudTrailClient(aws.management()).send(new GetQueryResultsCommand({ QueryId: "x".repeat(36) })),
      /the sandbox does not know cloudtrail:GetQueryResults/,
    ],
  ];
  for (const [protocol, request, message] of unknown) {
    it(`names an API that it does not have, in the ${protocol} protocol`, async () => {
      assert.match((await refusal(request())).message, message);
    });
  }

  it("says what an unsigned request lacks", async () => {
    const answer = await fetch(`${aws.handle.endpoint}/clusters`);
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /Missing Authentication Token/);
  });

  it("keeps a log of requests, without what was in them", async () => {
    await aws.control("DELETE", "requests");
    const dev = new iam.IAMClient(await aws.administrator(accounts.dev));
    await dev.send(new iam.CreateUserCommand({ UserName: "logged" }));
    await dev.send(new iam.CreateLoginProfileCommand({ UserName: "logged", Password: "hush-hush-1" }));
    await refusal(dev.send(new iam.GetRoleCommand({ RoleName: "None" })));
    const entries = await aws.control<LogEntry[]>("GET", `requests?service=iam&account=${accounts.dev}`);
    assert.deepEqual(
      entries.map(({ action, status, error, resource }) => [action, status, error, resource]),
      [
        ["CreateUser", 200, undefined, "logged"],
        ["CreateLoginProfile", 200, undefined, "logged"],
        ["GetRole", 404, "NoSuchEntity", `arn:aws:iam::${accounts.dev}:role/None`],
      ],
    );
    assert.ok(
      entries.every(
        ({ caller }) => caller === `arn:aws:iam::${accounts.dev}:role/OrganizationAccountAccessRole`,
      ),
    );
    assert.doesNotMatch(JSON.stringify(entries), /hush/);
  });
});
