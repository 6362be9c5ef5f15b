import assert from "node:assert/strict";

import {
  endpointsByPrefix,
  gatewayServices,
  privateServices,
  worldwide,
  type PrivateServices,
} from "../../../../infra/documents/called-services";
import type { Changes } from "../../../fixtures/changed";
import { model } from "../../../fixtures/settings";

const needed = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "logs", "s3", "sts"];

const statement = (Action: string | readonly string[], more: object = {}): object => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...more,
});

/** The endpoints of the sample organization whose dev role has these permissions, and beside it only prod's. */
function servicesFor(
  permissions: readonly unknown[],
  settings: Parameters<typeof privateServices>[1] = { nat: "none", extraEndpoints: undefined },
  changes: Changes = {},
): PrivateServices {
  const organization = model({
    "tooling.deployRoles": undefined,
    "environments[1].deployRoles[0].permissions": ["prod"],
    "environments[0].deployRoles[0].permissions": permissions,
    ...changes,
  });
  return privateServices(organization, settings);
}

const beyondNeeded = ({ endpoints }: PrivateServices): string[] =>
  endpoints.filter((one) => !needed.includes(one));

describe("the services that deploy roles call", () => {
  it("decide about the endpoints of the sample organization, without a warning", () => {
    assert.deepEqual(privateServices(model(), { nat: "none", extraEndpoints: undefined }), {
      endpoints: [...needed, "cloudformation", "secretsmanager"].sort(),
      warnings: [],
    });
  });

  it("do not where there is a NAT gateway, nor where endpoints are written", () => {
    const all = [statement("*"), statement(["sqs:*", "iam:*", "frobnicate:*"])];
    for (const nat of ["single", "perZone"] as const) {
      assert.deepEqual(servicesFor(all, { nat, extraEndpoints: undefined }), {
        endpoints: needed,
        warnings: [],
      });
    }
    assert.deepEqual(servicesFor(all, { nat: "none", extraEndpoints: ["sns", "sts"] }), {
      endpoints: [...needed, "sns"].sort(),
      warnings: [],
    });
    assert.deepEqual(servicesFor(all, { nat: "none", extraEndpoints: [] }), {
      endpoints: needed,
      warnings: [],
    });
    const beside = servicesFor(all, { nat: "single", extraEndpoints: ["secretsmanager"] });
    assert.deepEqual(beyondNeeded(beside), ["secretsmanager"]);
  });

  it("are those of all environments and of the tooling account", () => {
    const services = servicesFor([statement("sqs:SendMessage")], undefined, {
      "tooling.deployRoles": [{ permissions: [statement("sns:Publish")] }],
      "environments[2].deployRoles[0].permissions": [statement("kms:Decrypt")],
      "environments[1].deployRoles": [
        { name: "One", permissions: [statement("lambda:*")] },
        { name: "Two", permissions: [statement("states:*")] },
      ],
    });
    assert.deepEqual(beyondNeeded(services), ["kms", "lambda", "sns", "sqs", "states"]);
    assert.deepEqual(services.warnings, []);
  });

  const rows: readonly (readonly [what: string, permissions: readonly unknown[], endpoints: string])[] = [
    ["one for each host", [statement("ecr:*")], ""],
    [
      "several of one service",
      [statement(["ssm:SendCommand", "ssm:GetParameter"])],
      "ec2messages ssm ssmmessages",
    ],
    ["another name", [statement(["cloudwatch:PutMetricData", "firehose:*"])], "kinesis-firehose monitoring"],
    [
      "a prefix in capitals",
      [statement("ElasticLoadBalancing:DescribeTargetHealth")],
      "elasticloadbalancing",
    ],
    ["a gateway", [statement(["s3:*", "dynamodb:GetItem"])], "dynamodb"],
    ["what is denied", [{ Effect: "Deny", Action: ["sqs:*", "iam:*", "*"], Resource: "*" }], ""],
    ["what nobody calls", [statement(["iam:PassRole", "IAM:passrole"])], ""],
    ["what is there anyway", [statement(["sts:GetCallerIdentity", "ec2:*", "logs:*"])], ""],
  ];
  for (const [what, permissions, endpoints] of rows) {
    it(`become endpoints: ${what}`, () => {
      const services = servicesFor(permissions);
      assert.equal(beyondNeeded(services).join(" "), endpoints);
      assert.deepEqual(services.warnings, []);
    });
  }

  const warnings: readonly {
    readonly what: string;
    readonly permissions: readonly unknown[];
    readonly says: readonly (readonly string[])[];
    readonly changes?: Changes;
  }[] = [
    {
      what: "a service without an endpoint in a region",
      permissions: [statement(["route53:ChangeResourceRecordSets", "sqs:*"])],
      says: [
        [
          "DevDeployRole may call route53, which has no endpoint in a region",
          "network.nat",
          "extraEndpoints",
        ],
      ],
    },
    {
      what: "each of several, in order",
      permissions: [statement(["organizations:*", "iam:CreateRole", "cloudfront:*", "iam:PassRole"])],
      says: [["may call cloudfront"], ["may call iam"], ["may call organizations"]],
    },
    {
      what: "a service that is not known, with what stands instead of the derived list",
      permissions: [statement(["frobnicate:Go", "sqs:*", "dynamodb:*"])],
      says: [
        [
          "DevDeployRole may call frobnicate, of which no endpoint is known here",
          "https://docs.aws.amazon.com/vpc/",
          "network.extraEndpoints, all of them, e.g. [dynamodb, sqs, name]",
          "network.nat: single or perZone",
        ],
      ],
    },
    {
      what: "a service that has the name of something else in JavaScript",
      permissions: [statement("constructor:Go")],
      says: [["may call constructor"]],
    },
    {
      what: "all services",
      permissions: [statement("*")],
      says: [
        [
          "DevDeployRole may call any service (Action * or NotAction)",
          "network.extraEndpoints",
          "network.nat",
        ],
      ],
    },
    {
      what: "all services but some",
      permissions: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
      says: [["DevDeployRole may call any service"]],
    },
    {
      what: "all roles that do, each once, also those in several accounts",
      permissions: [statement("iam:GetRole"), statement("iam:ListRoles")],
      changes: {
        "accounts.dev2": { id: "444444444444" },
        "environments[0].accounts": ["dev", "dev2"],
        "environments[1].deployRoles[0].permissions": [statement("iam:GetRole")],
      },
      says: [["DevDeployRole, StagingDeployRole may call iam"]],
    },
  ];
  for (const { what, permissions, changes, says } of warnings) {
    it(`are warned of: ${what}`, () => {
      const found = servicesFor(permissions, undefined, changes).warnings;
      assert.equal(found.length, says.length, found.join("\n"));
      says.forEach((fragments, index) => {
        for (const fragment of fragments) {
          assert(found[index]?.includes(fragment), `"${fragment}" is not in: ${found[index]}`);
        }
      });
    });
  }
});

describe("the table of endpoints", () => {
  it("has names as the settings take them, and no service that has none", () => {
    const names = Object.values(endpointsByPrefix).flatMap((list) => list.split(" "));
    for (const name of names) assert.match(name, /^[a-z0-9.-]+$/);
    for (const gateway of gatewayServices) assert(names.includes(gateway));
    assert.deepEqual(
      Object.keys(endpointsByPrefix).filter((prefix) => worldwide.has(prefix)),
      [],
    );
  });
});
