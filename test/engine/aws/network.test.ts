import assert from "node:assert/strict";

import * as ec2 from "@aws-sdk/client-ec2";
import * as kms from "@aws-sdk/client-kms";

import { accounts, refusal, TestAws } from "./aws";

describe("Endpoints and keys of the sandbox", () => {
  let aws: TestAws;
  let network: ec2.EC2Client;
  let keys: kms.KMSClient;

  before(async function () {
    this.timeout(120_000);
    aws = await TestAws.start();
    const settings = await aws.administrator(accounts.tooling);
    network = new ec2.EC2Client(settings);
    keys = new kms.KMSClient(settings);
  });
  after(() => aws.stop());

  it("refuses what a VPC cannot have", async () => {
    const { Vpc } = await network.send(new ec2.CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
    const VpcId = Vpc?.VpcId;
    const endpoint = (ServiceName: string, more: object = {}): Promise<unknown> =>
      network.send(
        new ec2.CreateVpcEndpointCommand({
          VpcId,
          ServiceName,
          VpcEndpointType: "Interface",
          PrivateDnsEnabled: true,
          ...more,
        }),
      );
    const name = async (request: Promise<unknown>): Promise<string> => (await refusal(request)).name;
    const sts = "com.amazonaws.us-east-1.sts";
    assert.equal(await name(endpoint("com.amazonaws.eu-west-1.sts")), "InvalidServiceName");
    assert.equal(await name(endpoint("com.amazonaws.us-east-1.stz")), "InvalidServiceName");
    assert.equal(await name(endpoint(sts, { VpcEndpointType: "Gateway" })), "InvalidParameter");
    assert.equal(await name(endpoint(sts, { PolicyDocument: "{}" })), "InvalidPolicyDocument");
    assert.match((await refusal(endpoint(sts))).message, /enableDnsHostnames/);
    await network.send(new ec2.ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    await endpoint(sts);
    assert.match((await refusal(endpoint(sts))).message, /conflicting DNS domain/);
  }).timeout(20_000);

  it("refuses key policies that nobody could use", async () => {
    const { KeyMetadata } = await keys.send(new kms.CreateKeyCommand({}));
    const put = (statement: object): Promise<unknown> =>
      keys.send(
        new kms.PutKeyPolicyCommand({
          KeyId: KeyMetadata?.KeyId,
          PolicyName: "default",
          Policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Resource: "*", ...statement }],
          }),
        }),
      );
    const root = `arn:aws:iam::${accounts.tooling}:root`;
    const refused = [
      { Action: "kms:*" },
      { Principal: { AWS: `arn:aws:iam::${accounts.tooling}:role/Nobody` }, Action: "kms:*" },
      { Principal: { AWS: root }, Action: "kms:Decrypt" },
    ];
    for (const statement of refused) {
      assert.equal((await refusal(put(statement))).name, "MalformedPolicyDocumentException");
    }
    await put({ Principal: { AWS: root }, Action: "kms:*" });
  });
});
