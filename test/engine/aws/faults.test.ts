import assert from "node:assert/strict";

import * as ec2 from "@aws-sdk/client-ec2";
import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as org from "@aws-sdk/client-organizations";

import { accounts, refusal, TestAws } from "./aws";

describe("Faults of the sandbox", () => {
  let aws: TestAws;

  before(async function () {
    this.timeout(120_000);
    aws = await TestAws.start();
  });
  after(() => aws.stop());
  afterEach(() => aws.control("DELETE", "faults"));

  const throttles: [string, () => Promise<unknown>, RegExp][] = [
    ["iam", () => new iam.IAMClient(aws.management()).send(new iam.ListRolesCommand({})), /^Throttling$/],
    [
      "ec2",
      () => new ec2.EC2Client(aws.management()).send(new ec2.DescribeVpcsCommand({})),
      /^RequestLimitExceeded$/,
    ],
    [
      "eks",
      () => new EKSClient(aws.management()).send(new ListClustersCommand({})),
      /^TooManyRequestsException$/,
    ],
    [
      "kms",
      () => new kms.KMSClient(aws.management()).send(new kms.ListKeysCommand({})),
      /^ThrottlingException$/,
    ],
    [
      "organizations",
      () => new org.OrganizationsClient(aws.management()).send(new org.ListRootsCommand({})),
      /^TooManyRequestsException$/,
    ],
  ];
  for (const [service, request, name] of throttles) {
    it(`throttle as ${service} does`, async () => {
      await aws.control("POST", "faults", [{ match: { service }, kind: "throttle" }]);
      assert.match((await refusal(request())).name, name);
      await request();
    });
  }

  it("are met by an SDK that tries again", async () => {
    await aws.control("POST", "faults", [
      { match: { service: "iam", action: "ListRoles" }, times: 2, kind: "throttle" },
    ]);
    await new iam.IAMClient(aws.management(3)).send(new iam.ListRolesCommand({}));
    assert.deepEqual(await aws.control("GET", "faults"), []);
  });

  it("hit the account, the action and the request they are for", async () => {
    const dev = new iam.IAMClient(await aws.administrator(accounts.dev));
    const match = { service: "iam", action: "ListUsers", account: accounts.dev };
    await aws.control("POST", "faults", [
      { match, after: 1, kind: "error", code: "ServiceFailure", status: 400, message: "no" },
    ]);
    await new iam.IAMClient(aws.management()).send(new iam.ListUsersCommand({}));
    await dev.send(new iam.ListRolesCommand({}));
    await dev.send(new iam.ListUsersCommand({}));
    assert.deepEqual(await refusal(dev.send(new iam.ListUsersCommand({}))), {
      name: "ServiceFailureException",
      message: "no",
    });
    await dev.send(new iam.ListUsersCommand({}));
  });

  it("cut a connection before or after the deed", async () => {
    const dev = new iam.IAMClient(await aws.administrator(accounts.dev));
    const create = (UserName: string): Promise<unknown> => dev.send(new iam.CreateUserCommand({ UserName }));
    const match = { service: "iam", action: "CreateUser" };
    await aws.control("POST", "faults", [
      { match, kind: "drop" },
      { match, kind: "drop", executed: true },
    ]);
    await refusal(create("undone"));
    await refusal(create("done"));
    assert.equal((await refusal(create("done"))).name, "EntityAlreadyExistsException");
    await create("undone");
  });

  it("delay", async () => {
    await aws.control("POST", "faults", [{ match: { service: "iam" }, kind: "delay", ms: 200 }]);
    const started = Date.now();
    await new iam.IAMClient(aws.management()).send(new iam.ListRolesCommand({}));
    assert.ok(Date.now() - started >= 200);
  });

  it("are refused when malformed", async () => {
    const answer = await aws.control<{ error: string }>("POST", "faults", [{ match: {}, kind: "explode" }]);
    assert.match(answer.error, /malformed/);
  });
});
