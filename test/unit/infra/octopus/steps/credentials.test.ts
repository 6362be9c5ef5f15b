import assert from "node:assert/strict";

import { credentialProperties, sessionName } from "../../../../../infra/octopus/steps/credentials";
import { stepProperties } from "../../../../../infra/octopus/steps/process-step";
import type { AwsStep } from "../../../../../infra/octopus/steps/step";
import { evaluate } from "./evaluate";
import { ambient, awsSteps, oidc } from "./samples";

const deployment = (id: string): string => evaluate(sessionName, { "Octopus.Deployment.Id": id });

describe("the name of a session", () => {
  for (const [what, id, expected] of [
    ["that of the deployment", "Deployments-123", "octopus-deploy-Deployments-123"],
    ["as it is when it just fits", "D".repeat(46), `octopus-deploy-${"D".repeat(46)}`],
    ["cut when it does not", "D".repeat(47), `octopus-deploy-${"D".repeat(46)}...`],
    ["cut however long it is", "D".repeat(5000), `octopus-deploy-${"D".repeat(46)}...`],
  ] as const) {
    it(`is ${what}`, () => {
      assert.equal(deployment(id), expected);
      assert(deployment(id).length <= 64, `${deployment(id).length} characters`);
      assert.match(deployment(id), /^[\w+=,.@-]{2,64}$/);
    });
  }
});

describe("the credentials of a step", () => {
  it("are the pod's own and the environment's role", () => {
    assert.deepEqual(credentialProperties(ambient), {
      "Octopus.Action.AwsAccount.UseInstanceRole": "True",
      "Octopus.Action.Aws.AssumeRole": "True",
      "Octopus.Action.Aws.AssumedRoleArn": "#{AWS.Role}",
      "Octopus.Action.Aws.AssumedRoleSession": sessionName,
      "Octopus.Action.Aws.AssumeRoleSessionDurationSeconds": "3600",
      "Octopus.Action.Aws.Region": "#{AWS.Region}",
    });
  });

  it("are a token of Octopus, and no role after the one that it is exchanged for", () => {
    assert.deepEqual(credentialProperties(oidc), {
      "Octopus.Action.AwsAccount.UseInstanceRole": "False",
      "Octopus.Action.AwsAccount.Variable": "AWS.Oidc",
      "Octopus.Action.Aws.AssumeRole": "False",
      "Octopus.Action.Aws.Region": "#{AWS.Region}",
    });
  });

  for (const step of awsSteps) {
    it(`stand in every step of kind ${step.kind}, and nothing overwrites them`, () => {
      for (const credentials of [ambient, oidc]) {
        const properties = stepProperties({ ...step, credentials } as AwsStep);
        for (const [name, value] of Object.entries(credentialProperties(credentials))) {
          assert.equal(properties[name], value, name);
        }
      }
    });
  }

  it("cannot be left out, nor their role, region or session", () => {
    const [step] = awsSteps;
    assert(step);
    // Each of these would be an error of the compiler's; `npm run types` sees to it that they are.
    const { credentials: _, ...without } = step;
    // @ts-expect-error A step without credentials would run as the launcher.
    const bare: AwsStep = without;
    const { role: _role, ...withoutRole } = ambient;
    // @ts-expect-error Without a role too.
    const noRole: AwsStep = { ...step, credentials: withoutRole };
    const { region: _region, ...withoutRegion } = ambient;
    // @ts-expect-error Without a region STS would be asked at its global endpoint.
    const noRegion: AwsStep = { ...step, credentials: withoutRegion };
    // @ts-expect-error An ARN written out would be the same in every environment.
    const literal: AwsStep = { ...step, credentials: { ...ambient, role: "arn:aws:iam::1:role/Dev" } };
    assert.deepEqual(
      [bare, noRole, noRegion, literal].map(({ name }) => name),
      Array(4).fill(step.name),
    );
  });
});
