import assert from "node:assert/strict";

import * as sdk from "@aws-sdk/client-iam";

import { accounts, refusal } from "./aws";
import { dev, IamBench, long, permissions, trust } from "./iam-bench";

describe("Requests to the sandbox's IAM", () => {
  let bench: IamBench;

  before(async function () {
    this.timeout(120_000);
    bench = await IamBench.start();
  });
  after(() => bench.aws.stop());

  const malformed = "MalformedPolicyDocumentException";
  const refusals: [what: string, request: () => Promise<unknown>, name: string, message: RegExp][] = [
    [
      "a trust over its quota",
      () => bench.withTrust(long(trust, 2049)),
      "LimitExceededException",
      /ACLSizePerRole: 2048/,
    ],
    [
      "a name taken",
      () => bench.createRole("Plain"),
      "EntityAlreadyExistsException",
      /Role with name Plain already exists/,
    ],
    [
      "a name taken in another case",
      () => bench.createRole("pLAIN"),
      "EntityAlreadyExistsException",
      /already exists/,
    ],
    [
      "a name taken at another path",
      () => bench.createRole("Plain", { Path: "/elsewhere/" }),
      "EntityAlreadyExistsException",
      /already exists/,
    ],
    [
      "a name too long",
      () => bench.createRole("x".repeat(65)),
      "ValidationError",
      /less than or equal to 64/,
    ],
    ["a name with a slash", () => bench.createRole("a/b"), "ValidationError", /alphanumeric/],
    [
      "a path without its slashes",
      () => bench.createRole("Refused", { Path: "octopus" }),
      "ValidationError",
      /begin and end with \//,
    ],
    [
      "a path too long",
      () => bench.createRole("Refused", { Path: `/${"x".repeat(511)}/` }),
      "ValidationError",
      /equal to 512/,
    ],
    [
      "a session too short",
      () => bench.createRole("Refused", { MaxSessionDuration: 3599 }),
      "ValidationError",
      /equal to 3600/,
    ],
    [
      "a session too long",
      () => bench.createRole("Refused", { MaxSessionDuration: 43201 }),
      "ValidationError",
      /equal to 43200/,
    ],
    [
      "a session too long, later",
      () => bench.iam.send(new sdk.UpdateRoleCommand({ RoleName: "Plain", MaxSessionDuration: 99999 })),
      "ValidationError",
      /equal to 43200/,
    ],
    [
      "a boundary that does not exist",
      () => bench.createRole("Refused", { PermissionsBoundary: `${dev}:policy/None` }),
      "NoSuchEntityException",
      /does not exist or is not attachable/,
    ],
    [
      "permissions with a principal",
      () => bench.put(permissions({ Principal: "*" })),
      malformed,
      /should not specify a principal/,
    ],
    [
      "permissions without a resource",
      () => bench.put(permissions({ Resource: undefined })),
      malformed,
      /Resource/,
    ],
    [
      "permissions on what is no ARN",
      () => bench.put(permissions({ Resource: "bucket" })),
      malformed,
      /ARN format/,
    ],
    [
      "permissions on an ARN too short",
      () => bench.put(permissions({ Resource: "arn:aws:s3:bucket" })),
      malformed,
      /legacy parsing/,
    ],
    [
      "permissions in another partition",
      () => bench.put(permissions({ Resource: "arn:aws-cn:s3:::bucket" })),
      malformed,
      /Partition "aws-cn" is not valid/,
    ],
    [
      "permissions on roles of a region",
      () => bench.put(permissions({ Resource: `arn:aws:iam:us-east-1:${accounts.dev}:role/x` })),
      malformed,
      /region/,
    ],
    [
      "an action of no service",
      () => bench.put(permissions({ Action: "GetObject" })),
      malformed,
      /prefaced by a vendor/,
    ],
    [
      "inline policies over their quota together",
      async () => {
        await bench.put(long(permissions, 6000), "first");
        await bench.put(long(permissions, 4241), "second");
      },
      "LimitExceededException",
      /10240 bytes exceeded for role Plain/,
    ],
    [
      "a managed policy over its quota",
      () => bench.createPolicy("Long", long(permissions, 6145)),
      "LimitExceededException",
      /PolicySize: 6144/,
    ],
    [
      "a policy's name taken in another case and path",
      () => bench.createPolicy("ATTACHED", permissions(), "/x/"),
      "EntityAlreadyExistsException",
      /Duplicate names/,
    ],
    [
      "a version over its quota",
      () =>
        bench.iam.send(
          new sdk.CreatePolicyVersionCommand({
            PolicyArn: `${dev}:policy/Attached`,
            PolicyDocument: long(permissions, 6145),
          }),
        ),
      "LimitExceededException",
      /PolicySize/,
    ],
    [
      "a policy that does not exist",
      () =>
        bench.iam.send(
          new sdk.AttachRolePolicyCommand({ RoleName: "Plain", PolicyArn: `${dev}:policy/None` }),
        ),
      "NoSuchEntityException",
      /does not exist or is not attachable/,
    ],
    [
      "a policy that AWS has not",
      () =>
        bench.iam.send(
          new sdk.AttachRolePolicyCommand({
            RoleName: "Plain",
            PolicyArn: "arn:aws:iam::aws:policy/Everything",
          }),
        ),
      "NoSuchEntityException",
      /does not exist/,
    ],
    [
      "to change a policy of AWS",
      () =>
        bench.iam.send(new sdk.DeletePolicyCommand({ PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" })),
      "AccessDenied",
      /outside your own account/,
    ],
    [
      "a role that does not exist",
      () => bench.iam.send(new sdk.GetRoleCommand({ RoleName: "None" })),
      "NoSuchEntityException",
      /role with name None cannot be found/,
    ],
  ];
  for (const [what, request, name, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const refused = await refusal(request());
      assert.match(refused.message, message);
      assert.equal(refused.name, name);
    });
  }
});
