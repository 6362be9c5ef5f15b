import assert from "node:assert/strict";
import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";

import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import * as eks from "@aws-sdk/client-eks";
import * as iam from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { accounts, refusal, TestAws, type ClientSettings } from "./aws";

interface PodCredentials {
  readonly subject: { readonly namespace: string; readonly serviceAccount: string };
  readonly credentials: {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken: string;
    expiration: number;
  };
}

/** The whole way of a deployment: a pod's token, the launcher's session with its tags, the deploy role. */
describe("Pod Identity in the sandbox", () => {
  let aws: TestAws;
  let settings: ClientSettings;
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const clusterArn = `arn:aws:eks:us-east-1:${accounts.tooling}:cluster/c`;
  const launcherArn = `arn:aws:iam::${accounts.tooling}:role/Launcher`;

  const token = (claims: object = {}, pod: object = {}, key: KeyObject = privateKey): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const body = {
      aud: ["pods.eks.amazonaws.com"],
      exp: Math.floor(Date.now() / 1000) + 600,
      "kubernetes.io": {
        namespace: "octopus",
        serviceaccount: { name: "octopus-server" },
        pod: { name: "octopus-0", uid: "6d1c" },
        ...pod,
      },
      ...claims,
    };
    const text = `${part({ alg: "RS256", kid: "k1" })}.${part(body)}`;
    return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
  };
  const ask = async (given: string): Promise<PodCredentials & { message?: string; error: string | null }> => {
    const { accessKeyId, sessionToken = "" } = settings.credentials;
    const answer = await fetch(`${aws.handle.endpoint}/clusters/c/assume-role-for-pod-identity`, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/eks-auth/aws4_request, Signature=0`,
        "x-amz-security-token": sessionToken,
      },
      body: JSON.stringify({ token: given }),
    });
    return { ...((await answer.json()) as PodCredentials), error: answer.headers.get("x-amzn-errortype") };
  };

  before(async function () {
    this.timeout(120_000);
    aws = await TestAws.start();
    settings = await aws.administrator(accounts.tooling);
    const tooling = new iam.IAMClient(settings);
    const dev = new iam.IAMClient(await aws.administrator(accounts.dev));
    const trust = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
    const actions = ["sts:AssumeRole", "sts:TagSession"];
    const service = (Service: string, more: object = {}): string =>
      trust({ Effect: "Allow", Principal: { Service }, Action: actions, ...more });
    const Condition = {
      StringEquals: {
        "aws:SourceAccount": accounts.tooling,
        "aws:RequestTag/eks-cluster-arn": clusterArn,
        "aws:RequestTag/kubernetes-namespace": "octopus",
        "aws:RequestTag/kubernetes-service-account": "octopus-server",
      },
      ArnEquals: { "aws:SourceArn": clusterArn },
    };
    const role = (
      client: iam.IAMClient,
      RoleName: string,
      AssumeRolePolicyDocument: string,
    ): Promise<unknown> => client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await role(tooling, "ClusterRole", service("eks.amazonaws.com"));
    await role(tooling, "Launcher", service("pods.eks.amazonaws.com", { Condition }));
    const PolicyDocument = trust({
      Effect: "Allow",
      Action: actions,
      Resource: `arn:aws:iam::${accounts.dev}:role/Deploy`,
    });
    await tooling.send(
      new iam.PutRolePolicyCommand({ RoleName: "Launcher", PolicyName: "p", PolicyDocument }),
    );
    const pinned = { StringEquals: { "aws:PrincipalTag/kubernetes-service-account": "octopus-server" } };
    await role(
      dev,
      "Deploy",
      trust({ Effect: "Allow", Principal: { AWS: launcherArn }, Action: actions, Condition: pinned }),
    );

    const client = new eks.EKSClient(settings);
    const { Subnets } = await new EC2Client(settings).send(new DescribeSubnetsCommand({}));
    const subnetIds = (Subnets ?? []).slice(0, 2).map(({ SubnetId }) => SubnetId ?? "");
    const roleArn = `arn:aws:iam::${accounts.tooling}:role/ClusterRole`;
    await client.send(
      new eks.CreateClusterCommand({ name: "c", roleArn, resourcesVpcConfig: { subnetIds } }),
    );
    for (const serviceAccount of ["octopus-server", "other"]) {
      const binding = { clusterName: "c", namespace: "octopus", serviceAccount, roleArn: launcherArn };
      await client.send(new eks.CreatePodIdentityAssociationCommand(binding));
    }
  });
  after(() => aws.stop());

  it("takes no token while it knows no keys", async () => {
    assert.match((await ask(token())).message ?? "", /knows no signing keys/);
    const nowhere = await aws.control<{ error: string }>("PUT", `clusters/${accounts.dev}/us-east-1/c`, {});
    assert.match(nowhere.error, /there is no cluster c/);
    const keys = [{ ...publicKey.export({ format: "jwk" }), kid: "k1" }];
    await aws.control("PUT", `clusters/${accounts.tooling}/us-east-1/c`, {
      keys,
      endpoint: "https://127.0.0.1:6443",
    });
    const { cluster } = await new eks.EKSClient(settings).send(new eks.DescribeClusterCommand({ name: "c" }));
    assert.equal(cluster?.endpoint, "https://127.0.0.1:6443");
  });

  it("leads from a pod to a deploy role", async () => {
    const { credentials, subject } = await ask(token());
    assert.deepEqual(subject, { namespace: "octopus", serviceAccount: "octopus-server" });
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const launcher = aws.settings({ accessKeyId, secretAccessKey, sessionToken });
    const { Arn } = await new STSClient(launcher).send(new GetCallerIdentityCommand({}));
    assert.match(Arn ?? "", /assumed-role\/Launcher\/eks-c-octopus-0-/);
    const RoleArn = `arn:aws:iam::${accounts.dev}:role/Deploy`;
    const deploy = await aws.assume(launcher, { RoleArn, RoleSessionName: "octopus-deploy-1" });
    const identity = await new STSClient(deploy).send(new GetCallerIdentityCommand({}));
    assert.equal(identity.Arn, `arn:aws:sts::${accounts.dev}:assumed-role/Deploy/octopus-deploy-1`);
    const tooLong = aws.assume(launcher, { RoleArn, RoleSessionName: "x1", DurationSeconds: 7200 });
    assert.match((await refusal(tooLong)).message, /role chaining/);
  });

  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const refused: [what: string, given: () => string, error: string][] = [
    ["no token", () => "hello", "InvalidTokenException"],
    ["a token that another cluster signed", () => token({}, {}, other), "InvalidTokenException"],
    ["a token for another audience", () => token({ aud: ["sts.amazonaws.com"] }), "InvalidTokenException"],
    ["a token that has expired", () => token({ exp: 1 }), "ExpiredTokenException"],
    ["a token of no pod", () => token({}, { pod: undefined }), "InvalidTokenException"],
    [
      "a service account without association",
      () => token({}, { serviceaccount: { name: "nobody" } }),
      "ResourceNotFoundException",
    ],
    [
      "an association that the role's trust does not admit",
      () => token({}, { serviceaccount: { name: "other" } }),
      "AccessDeniedException",
    ],
  ];
  for (const [what, given, error] of refused) {
    it(`refuses ${what}`, async () => assert.equal((await ask(given())).error, error));
  }
});
