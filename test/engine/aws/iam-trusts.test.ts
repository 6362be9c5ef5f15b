import assert from "node:assert/strict";

import * as sdk from "@aws-sdk/client-iam";

import { accounts, refusal } from "./aws";
import { dev, IamBench, trust, type Fields } from "./iam-bench";

describe("Trust policies in the sandbox's IAM", () => {
  let bench: IamBench;

  before(async function () {
    this.timeout(120_000);
    bench = await IamBench.start();
  });
  after(() => bench.aws.stop());

  const refusals: [what: string, request: () => Promise<unknown>, message: RegExp][] = [
    ["a trust that is no JSON", () => bench.withTrust("{"), /contains invalid Json/],
    [
      "a trust without statements",
      () => bench.withTrust('{"Version":"2012-10-17","Statement":[]}'),
      /Syntax errors/,
    ],
    [
      "a trust of an unknown version",
      () => bench.withTrust('{"Version":"2020-01-01","Statement":[]}'),
      /valid version string/,
    ],
    [
      "a trust with a resource",
      () => bench.withTrust(trust({ Resource: "*" })),
      /Has prohibited field Resource/,
    ],
    [
      "a trust without a principal",
      () => bench.withTrust(trust({ Principal: undefined })),
      /Missing required field Principal/,
    ],
    [
      "a trust without an action",
      () => bench.withTrust(trust({ Action: undefined })),
      /Missing required field Action/,
    ],
    ["a trust with no actions", () => bench.withTrust(trust({ Action: [] })), /Syntax errors/],
    ["a trust with another effect", () => bench.withTrust(trust({ Effect: "allow" })), /Syntax errors/],
    [
      "a trust with an unknown element",
      () => bench.withTrust(trust({ Conditions: {} })),
      /Syntax errors.*Conditions/,
    ],
    [
      "a trust for another service's action",
      () => bench.withTrust(trust({ Action: "s3:GetObject" })),
      /may only specify STS/,
    ],
    [
      "a trust for a misspelt action",
      () => bench.withTrust(trust({ Action: "sts:AssumeRolee" })),
      /may only specify STS/,
    ],
    [
      "a trust for everybody but",
      () => bench.withTrust(trust({ Principal: undefined, NotPrincipal: { AWS: accounts.dev } })),
      /NotPrincipal/,
    ],
    [
      "a trust with an operator that IAM has not",
      () => bench.withTrust(trust({ Condition: { StringIs: { "aws:PrincipalArn": "x" } } })),
      /StringIs/,
    ],
    [
      "two statements of one Sid",
      () =>
        bench.withTrust(
          JSON.stringify({
            Version: "2012-10-17",
            Statement: [1, 2].map(() => JSON.parse(trust({ Sid: "A" })).Statement[0] as Fields),
          }),
        ),
      /must be unique/,
    ],
    [
      "a key twice in one object",
      () => bench.withTrust(trust().replace('"Action"', '"Action":"sts:TagSession","Action"')),
      /Action stands twice/,
    ],
    [
      "a role that does not exist as principal",
      () => bench.withTrust(trust({ Principal: { AWS: `${dev}:role/Nobody` } })),
      /Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:role\/Nobody"/,
    ],
    [
      "a user that does not exist as principal",
      () => bench.withTrust(trust({ Principal: { AWS: [accounts.dev, `${dev}:user/nobody`] } })),
      /"AWS":".*:user\/nobody"/,
    ],
    [
      "a role of another path as principal",
      () => bench.withTrust(trust({ Principal: { AWS: `${dev}:role/octopus/Plain` } })),
      /Invalid principal/,
    ],
    [
      "a principal with a wildcard",
      () => bench.withTrust(trust({ Principal: { AWS: `${dev}:role/*` } })),
      /Invalid principal/,
    ],
    [
      "a principal of another partition",
      () => bench.withTrust(trust({ Principal: { AWS: `arn:aws-cn:iam::${accounts.dev}:root` } })),
      /Invalid principal/,
    ],
    [
      "a principal that is no ARN",
      () => bench.withTrust(trust({ Principal: { AWS: "Plain" } })),
      /Invalid principal/,
    ],
    [
      "a service that is none",
      () => bench.withTrust(trust({ Principal: { Service: "pods.eks" } })),
      /"SERVICE":"pods.eks"/,
    ],
    [
      "a provider that is none",
      () =>
        bench.withTrust(
          trust({ Principal: { Federated: `${dev}:role/Plain` }, Action: "sts:AssumeRoleWithWebIdentity" }),
        ),
      /"FEDERATED"/,
    ],
    [
      "a provider that does not exist",
      () =>
        bench.withTrust(
          trust({
            Principal: { Federated: `${dev}:oidc-provider/octopus.example.com` },
            Action: "sts:AssumeRoleWithWebIdentity",
          }),
        ),
      /Invalid principal in policy: "FEDERATED":"arn:aws:iam::111111111111:oidc-provider\/octopus.example.com"/,
    ],
    [
      "a trust for nobody, later",
      () =>
        bench.iam.send(
          new sdk.UpdateAssumeRolePolicyCommand({
            RoleName: "Plain",
            PolicyDocument: trust({ Principal: { AWS: `${dev}:role/Nobody` } }),
          }),
        ),
      /Invalid principal/,
    ],
  ];
  for (const [what, request, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const refused = await refusal(request());
      assert.match(refused.message, message);
      assert.equal(refused.name, "MalformedPolicyDocumentException");
    });
  }
});
