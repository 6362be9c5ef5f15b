import assert from "node:assert/strict";

import {
  account,
  findingsOf,
  providerOf,
  resource,
  roleResource,
  sentinel,
  urnOf,
} from "../../../../fixtures/trust-resources";
import { fromResources, type PlainResource } from "../../../../../trust/sources/resources";
import { unknown } from "../../../../../trust/truth";

const roleArn = `arn:aws:iam::${account}:role/service/Runs`;
const role = roleResource("Runs", { path: "/service/" });
const rolesOf = (...resources: PlainResource[]): readonly unknown[] =>
  fromResources(resources).compute.map((one) => one.role);

describe("what runs as a role, from its resource", () => {
  it("is there with its type, ARN and account", () => {
    const made = resource("aws:lambda/function:Function", "f", {
      role: roleArn,
      arn: `arn:aws:lambda:us-east-1:${account}:function:f`,
    });
    assert.deepEqual(fromResources([made]).compute, [
      {
        type: "AWS::Lambda::Function",
        arn: `arn:aws:lambda:us-east-1:${account}:function:f`,
        account,
        role: roleArn,
      },
    ]);
    const planned = resource("aws:lambda/function:Function", "f", { role: roleArn, arn: sentinel });
    assert.equal(fromResources([planned]).compute[0]?.arn, urnOf("aws:lambda/function:Function", "f"));
  });

  const cases: [what: string, type: string, props: object, roles: readonly unknown[]][] = [
    ["nothing that runs as no role", "aws:cloudformation/stack:Stack", {}, []],
    ["a stack", "aws:cloudformation/stack:Stack", { iamRoleArn: roleArn }, [roleArn]],
    [
      "a stack set's administration",
      "aws:cloudformation/stackSet:StackSet",
      { administrationRoleArn: roleArn },
      [roleArn],
    ],
    [
      "a task with two roles",
      "aws:ecs/taskDefinition:TaskDefinition",
      { taskRoleArn: roleArn, executionRoleArn: "arn:aws:iam::111111111111:role/Pulls" },
      [roleArn, "arn:aws:iam::111111111111:role/Pulls"],
    ],
    [
      "a task with one role twice",
      "aws:ecs/taskDefinition:TaskDefinition",
      { taskRoleArn: roleArn, executionRoleArn: roleArn },
      [roleArn],
    ],
    ["what names a role of the data", "aws:glue/crawler:Crawler", { role: "runs" }, [roleArn]],
    ["what names a role with its path", "aws:glue/crawler:Crawler", { role: "service/Runs" }, [roleArn]],
    [
      "what names another role with its path",
      "aws:glue/crawler:Crawler",
      { role: "x/Other" },
      [`arn:aws:iam::${account}:role/x/Other`],
    ],
    [
      "what names its roles in a JSON list",
      "aws:codepipeline/pipeline:Pipeline",
      { stages: JSON.stringify([{ actions: [{ roleArn }] }]) },
      [roleArn],
    ],
    [
      "what names another role",
      "aws:glue/crawler:Crawler",
      { role: "Other" },
      [`arn:aws:iam::${account}:role/Other`],
    ],
    ["what runs as an unknown role", "aws:sfn/stateMachine:StateMachine", { roleArn: sentinel }, [unknown]],
    [
      "what names its role inside of an object",
      "aws:apprunner/service:Service",
      { instanceConfiguration: { instanceRoleArn: roleArn }, sourceConfiguration: sentinel },
      [roleArn, unknown],
    ],
    [
      "what names its roles in lists of lists",
      "aws:codepipeline/pipeline:Pipeline",
      {
        roleArn,
        stages: [{ actions: [{ roleArn: "arn:aws:iam::222222222222:role/Far" }, {}] }, { actions: sentinel }],
      },
      [roleArn, "arn:aws:iam::222222222222:role/Far", unknown],
    ],
    [
      "what names its role in JSON",
      "aws:batch/jobDefinition:JobDefinition",
      { containerProperties: JSON.stringify({ jobRoleArn: roleArn }) },
      [roleArn],
    ],
    [
      "what names its roles in a list",
      "aws:rolesanywhere/profile:Profile",
      { roleArns: [roleArn, sentinel] },
      [roleArn, unknown],
    ],
    [
      "an instance by its profile's name",
      "aws:ec2/instance:Instance",
      { iamInstanceProfile: "Host" },
      [roleArn],
    ],
    [
      "a template by its profile's ARN",
      "aws:ec2/launchTemplate:LaunchTemplate",
      { iamInstanceProfile: { arn: `arn:aws:iam::${account}:instance-profile/x/Host` } },
      [roleArn],
    ],
    ["an instance without a profile", "aws:ec2/instance:Instance", {}, []],
    [
      "an instance whose profile is not in the data",
      "aws:ec2/instance:Instance",
      { iamInstanceProfile: "Other" },
      [unknown],
    ],
    [
      "an instance whose profile is not known",
      "aws:ec2/instance:Instance",
      { iamInstanceProfile: sentinel },
      [unknown],
    ],
    ["an instance with an empty profile", "aws:ec2/instance:Instance", { iamInstanceProfile: "Empty" }, []],
    ["nothing of another type", "aws:s3/bucket:Bucket", { role: roleArn }, []],
    ["nothing of a tricky type", "constructor", { role: roleArn }, []],
  ];
  const profile = (name: string, props: object): PlainResource =>
    resource("aws:iam/instanceProfile:InstanceProfile", name, { name, ...props });
  for (const [what, type, props, roles] of cases) {
    it(`is ${what}`, () => {
      const found = rolesOf(
        role,
        profile("Host", { role: "Runs" }),
        profile("Empty", {}),
        resource(type, "c", { ...props }),
      );
      assert.deepEqual(found, roles);
    });
  }

  it("takes roles and profiles from the resources that they come from, and says so", () => {
    const host = profile("Host", { role: "Runs" });
    const later = (type: string, property: string, ...urns: string[]): PlainResource =>
      resource(type, "c", { [property]: sentinel }, { propertyDependencies: { [property]: urns } });
    const lambda = later("aws:lambda/function:Function", "role", role.urn, host.urn);
    assert.deepEqual(rolesOf(role, host, lambda), [roleArn]);
    assert.deepEqual(
      rolesOf(role, host, later("aws:ec2/instance:Instance", "iamInstanceProfile", host.urn)),
      [roleArn],
    );
    assert.deepEqual(
      rolesOf(
        role,
        roleResource("b"),
        later("aws:lambda/function:Function", "role", role.urn, roleResource("b").urn),
      ),
      [unknown],
    );
    const several = resource(
      "aws:rolesanywhere/profile:Profile",
      "p",
      { roleArns: ["arn:aws:iam::222222222222:role/Far", sentinel] },
      { propertyDependencies: { roleArns: [role.urn] } },
    );
    assert.deepEqual(rolesOf(role, several), ["arn:aws:iam::222222222222:role/Far", roleArn]);
    const known = { ...lambda, props: { role: "arn:aws:iam::222222222222:role/Far" } };
    assert.deepEqual(findingsOf(fromResources([role, known])), []);
    assert.deepEqual(findingsOf(fromResources([role, host, lambda])), [
      `${lambda.urn}: role is not known yet, and is taken from ${role.urn}, which it depends on`,
    ]);
  });

  it("names a role of an account that is not known in words", () => {
    const provider = providerOf(sentinel);
    const found = rolesOf(resource("aws:glue/crawler:Crawler", "c", { role: "Runs" }, { provider }));
    assert.deepEqual(found, [`role Runs of the account of ${provider.urn}`]);
    const urn = rolesOf(
      { ...role, provider },
      resource("aws:glue/crawler:Crawler", "c", { role: "Runs" }, { provider }),
    );
    assert.deepEqual(urn, [role.urn]);
  });
});
