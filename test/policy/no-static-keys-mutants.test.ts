import assert from "node:assert/strict";

import { noStaticKeys } from "../../policy-pack/rules/no-static-keys";
import { judgeInOrder, type Asked } from "./judge";
import { deployRoleArn, output, resource, type Given } from "./resources";
import type { Fields } from "./trusts";
import { unlockings, type Action } from "./unlock-steps";

const octopus = { name: "octopus", type: "pulumi:providers:octopusdeploy", props: {} };
const made = (token: string, props: Fields, name = token): Given => {
  const file = `${token.charAt(0).toLowerCase()}${token.slice(1)}`;
  return resource(`octopusdeploy:index/${file}:${token}`, name, props, octopus);
};

const instanceRole = "Octopus.Action.AwsAccount.UseInstanceRole";
const asDeployRole = {
  "Octopus.Action.RunOnServer": "true",
  "Octopus.Action.Aws.Region": "#{AWS.Region}",
  [instanceRole]: "True",
  "Octopus.Action.Aws.AssumeRole": "True",
  "Octopus.Action.Aws.AssumedRoleArn": "#{AWS.Role}",
};
const byToken = { [instanceRole]: "False", "Octopus.Action.AwsAccount.Variable": "AWS.Oidc" };
const terraform = { "Octopus.Action.Terraform.ManagedAccount": "AWS" };

/** Actions as which AWS is worked with as it should be. */
const accepted: Readonly<Record<string, Action>> = {
  script: { type: "Octopus.AwsRunScript", properties: asDeployRole },
  "script with an ARN": {
    type: "Octopus.AwsRunScript",
    properties: { ...asDeployRole, "Octopus.Action.Aws.AssumedRoleArn": deployRoleArn("dev") },
  },
  "script by a token": { type: "Octopus.AwsRunScript", properties: byToken },
  Terraform: { type: "Octopus.TerraformApply", properties: { ...asDeployRole, ...terraform } },
  "Terraform by a token": { type: "Octopus.TerraformApply", properties: { ...byToken, ...terraform } },
};

/** Every resource in which an action may stand. */
const kinds: Readonly<Record<string, (action: Action) => Given>> = {
  "a step": ({ type, properties }) => made("ProcessStep", { type, executionProperties: properties }),
  "a child step": ({ type, properties }) =>
    made("ProcessChildStep", { type, executionProperties: properties }),
  "a step of a template": ({ type, properties }) =>
    made("ProcessTemplatedStep", { type, executionProperties: {}, templateProperties: properties }),
  "a child step of a template": ({ type, properties }) =>
    made("ProcessTemplatedChildStep", { type, executionProperties: properties, templateProperties: {} }),
  "a template": ({ type, properties }) => made("StepTemplate", { actionType: type, properties }),
  "a process": ({ type, properties }) =>
    made("DeploymentProcess", { steps: [{ actions: [{ actionType: type, properties }] }] }),
  "a runbook": ({ type, properties }) =>
    made("RunbookProcess", {
      steps: [
        { actions: [] },
        { actions: [{ actionType: "Octopus.Script" }, { actionType: type, properties }] },
      ],
    }),
};

const oidc = made("AwsOpenidConnectAccount", { name: "aws-dev", roleArn: deployRoleArn("dev") });
const variable = (changes: Fields = {}, name = "variable"): Given =>
  made(
    "Variable",
    { name: "AWS.Oidc", type: "AmazonWebServicesAccount", value: output(oidc, "id"), ...changes },
    name,
  );
const signedIn = [variable(), oidc];

const ofWorker = ["script", "script with an ARN", "Terraform"];
const ofToken = ["script by a token", "Terraform by a token"];

/** The actions that are as good as before, and why. */
const survivors: readonly {
  readonly after: readonly string[];
  readonly of: readonly string[];
  readonly because: string;
}[] = [
  {
    after: [
      "takes Octopus.Action.Terraform.ManagedAccount away",
      "empties Octopus.Action.Terraform.ManagedAccount",
      "leaves Octopus.Action.Terraform.ManagedAccount blank",
    ],
    of: ["Terraform", "Terraform by a token"],
    because: "Octopus gives Terraform no credentials of AWS then, and it is any program on a worker",
  },
  {
    after: [`takes ${instanceRole} away`, `empties ${instanceRole}`, `leaves ${instanceRole} blank`],
    of: ofToken,
    because: "no is what Octopus takes it for, and the account's session is that of a role",
  },
  {
    after: [`sets ${instanceRole} to false itself`],
    of: ofToken,
    because: "that is the same",
  },
  {
    after: [instanceRole, "Octopus.Action.Aws.AssumeRole", "Octopus.Action.Aws.AssumedRoleArn"].map(
      (property) => `writes the name ${property} in another case`,
    ),
    of: ofWorker,
    because: "Octopus does not tell names of properties apart by case",
  },
  {
    after: [instanceRole, "Octopus.Action.AwsAccount.Variable"].map(
      (property) => `writes the name ${property} in another case`,
    ),
    of: ofToken,
    because: "Octopus does not tell names of properties apart by case",
  },
  {
    after: [`puts a letter more into the name ${instanceRole}`],
    of: ofToken,
    because: "no is what Octopus takes it for where it is missing",
  },
  {
    after: [`writes the value of ${instanceRole} in another case`],
    of: [...ofWorker, ...ofToken],
    because: "True and False are the same in any case",
  },
  {
    after: ["writes the value of Octopus.Action.Aws.AssumeRole in another case"],
    of: ofWorker,
    because: "True and False are the same in any case",
  },
];

describe("a step that works with AWS as the deploy role, changed in any way", function () {
  this.timeout(60_000);

  for (const [of, action] of Object.entries(accepted)) {
    it(`is accepted as it is, wherever it stands: ${of}`, () => {
      for (const [kind, write] of Object.entries(kinds))
        assert.deepEqual(judgeInOrder(noStaticKeys, [write(action), ...signedIn], asked), [], kind);
    });
  }

  const made = new Set<string>();
  for (const { name, mutants } of unlockings) {
    it(`is refused by whoever ${name}`, () => {
      const all = Object.entries(accepted).flatMap(([of, action]) =>
        mutants(action).map((mutant) => ({ of, mutant })),
      );
      assert(all.length > 0, "nothing was changed");
      const known = survivors.filter(({ after }) => after.includes(name)).flatMap(({ of }) => of);
      for (const [kind, write] of Object.entries(kinds)) {
        const survived = all.filter(({ mutant }) => !isRefused([write(mutant), ...signedIn]));
        assert.deepEqual(survived.map(({ of }) => of).sort(), [...known].sort(), kind);
      }
      made.add(name);
    });
  }

  it("has no survivor listed of a change that nobody makes", () => {
    const listed = survivors.flatMap(({ after }) => after);
    assert.deepEqual(
      listed.filter((name) => !made.has(name)),
      [],
    );
  });
});

/** Changes of what a step's account stands for; all of them let in keys, or may. */
const accountChanges: Readonly<Record<string, readonly Given[]>> = {
  "takes the variable away": [oidc],
  "gives the variable another name": [variable({ name: "AWS.Oidc2" }), oidc],
  "takes the account away and names one by its id": [variable({ value: "Accounts-1" })],
  "names an account by its id": [variable({ value: "Accounts-1" }), oidc],
  "makes it an account of access keys": (() => {
    const keys = made("AwsAccount", { name: "aws-dev", accessKey: "AKIAIOSFODNN7EXAMPLE" });
    return [variable({ value: output(keys, "id") }), keys];
  })(),
  "makes it another kind of account": (() => {
    const other = made("GenericOidcAccount", { name: "aws-dev" });
    return [variable({ value: output(other, "id") }), other];
  })(),
  "adds a value for some environments": [variable(), variable({ value: "Accounts-1" }, "scoped"), oidc],
  "adds a value under the name in another case": [
    variable(),
    variable({ name: "aws.oidc", value: "Accounts-1" }, "scoped"),
    oidc,
  ],
};

describe("a step that works with AWS by a token, with another account", () => {
  const action = accepted["script by a token"];
  assert(action);
  for (const [name, others] of Object.entries(accountChanges))
    it(`is refused by whoever ${name}`, () => {
      for (const [kind, write] of Object.entries(kinds)) assert(isRefused([write(action), ...others]), kind);
    });
});

const target = (awsAccountAuthentication: Fields): readonly Given[] => [
  made("KubernetesClusterDeploymentTarget", { clusterUrl: "https://dev", awsAccountAuthentication }),
];
const eks = {
  accountId: "",
  clusterName: "dev",
  useInstanceRole: true,
  assumeRole: true,
  assumedRoleArn: deployRoleArn("dev"),
};

/** Changes of how steps come in to a cluster that is a target. */
const targetChanges: Readonly<Record<string, Fields>> = {
  "takes assumeRole away": { assumeRole: undefined },
  "sets assumeRole to false": { assumeRole: false },
  "leaves assumeRole to a variable": { assumeRole: "#{Switch}" },
  "takes assumedRoleArn away": { assumedRoleArn: undefined },
  "empties assumedRoleArn": { assumedRoleArn: "" },
  "leaves assumedRoleArn blank": { assumedRoleArn: "  " },
  "writes useInstanceRole as a text and takes the role away": { useInstanceRole: "True", assumeRole: false },
};

describe("a cluster of EKS as a target, changed in any way", () => {
  it("is accepted as it is", () => {
    assert.deepEqual(judgeInOrder(noStaticKeys, target(eks), asked), []);
  });
  for (const [name, changes] of Object.entries(targetChanges))
    it(`is refused by whoever ${name}`, () => {
      assert(isRefused(target({ ...eks, ...changes })));
    });
  it("is accepted where somebody takes the worker's role away: with no account it gets nowhere", () => {
    assert(!isRefused(target({ ...eks, useInstanceRole: false })));
  });
  it("is accepted where somebody names an account instead: keys are refused where the account is made", () => {
    assert(!isRefused(target({ ...eks, useInstanceRole: false, accountId: "Accounts-1" })));
  });
});

const asked: Asked = { when: "update" };

function isRefused(resources: readonly Given[]): boolean {
  return judgeInOrder(noStaticKeys, resources, asked).some(({ level }) => level === "mandatory");
}
