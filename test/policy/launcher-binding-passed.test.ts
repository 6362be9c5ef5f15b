import { launcherBinding } from "../../policy-pack/rules/launcher-binding";
import { launcherRole, otherRole } from "./launchers";
import {
  defaultProvider,
  deployRoleName,
  ids,
  launcherArn,
  notKnown,
  output,
  pinned,
  resource,
  type AccountName,
  type Given,
  type GivenProvider,
} from "./resources";
import { table } from "./table";

describe("what gets a launcher that is no pod", () => {
  const profile = (role: unknown, where: AccountName | GivenProvider = "tooling"): Given =>
    resource("aws:iam/instanceProfile:InstanceProfile", "profile", { role }, where);
  const dev = otherRole(deployRoleName("dev"), pinned("dev"), "/octopus/deploy/");
  table(launcherBinding, [
    {
      title: "an instance profile with the launcher",
      resources: [profile("OctoLauncherRole")],
      refused: [
        /OctoLauncherRole of account 123456789012 is put in an instance profile\.\nGive it a role of its own/,
      ],
    },
    {
      title: "an instance profile with what comes from the launcher",
      resources: (() => {
        const role = launcherRole();
        return [role, profile(output(role, "id"))];
      })(),
      refused: [/OctoLauncherRole of account 123456789012 is put in an instance profile/],
      beforeCreation: false,
    },
    {
      title: "an instance profile of the AWS Cloud Control provider with the launcher",
      resources: [resource("aws-native:iam:InstanceProfile", "profile", { roles: ["OctoLauncherRole"] })],
      refused: [/is put in an instance profile/],
    },
    {
      title: "an instance profile with a deploy role",
      resources: [dev, profile(output(dev, "name"), pinned("dev"))],
      refused: [
        /DevDeployRole of account 111111111111 is put in an instance profile, and its trust policy must not/,
      ],
    },
    {
      title: "an instance profile with the name of a deploy role of another stack",
      resources: [profile("DevDeployRole", pinned("dev"))],
      refused: [/DevDeployRole of account 111111111111 is put in an instance profile/],
      beforeCreation: false,
    },
    {
      title: "an instance profile with a role of a deploy role's name on another path",
      resources: [
        otherRole("DevDeployRole", pinned("dev"), "/web/"),
        profile("DevDeployRole", pinned("dev")),
      ],
    },
    {
      title: "an instance profile with an unknown role in the launcher's account",
      resources: [profile(notKnown)],
      refused: [/a role without a known name of account 123456789012, which may be a launcher, is put in/],
      beforeCreation: false,
    },
    ...(
      [
        ["aws:lambda/function:Function", { role: launcherArn }],
        ["aws:ecs/taskDefinition:TaskDefinition", { family: "x", taskRoleArn: launcherArn }],
        ["aws:ecs/taskDefinition:TaskDefinition", { family: "x", executionRoleArn: launcherArn }],
        ["aws:codebuild/project:Project", { serviceRole: launcherArn }],
        ["aws:eks/nodeGroup:NodeGroup", { clusterName: "x", nodeRoleArn: launcherArn }],
        ["aws:eks/addon:Addon", { addonName: "x", serviceAccountRoleArn: launcherArn }],
        ["aws:apprunner/service:Service", { instanceConfiguration: { instanceRoleArn: launcherArn } }],
        ["aws:rolesanywhere/profile:Profile", { roleArns: [launcherArn] }],
        ["aws:ssm/activation:Activation", { iamRole: "OctoLauncherRole" }],
      ] as const
    ).map(([type, props]) => ({
      title: `a ${type} that runs as the launcher, by ${Object.keys(props).join(" and ")}`,
      resources: [resource(type, "running", props)],
      refused: [
        new RegExp(`OctoLauncherRole of account 123456789012 is passed to a resource of the type ${type}`),
      ],
    })),
    {
      title: "a function whose role comes from the launcher",
      resources: (() => {
        const role = launcherRole();
        return [role, resource("aws:lambda/function:Function", "function", { role: output(role, "arn") })];
      })(),
      refused: [/is passed to a resource of the type aws:lambda/],
      beforeCreation: false,
    },
    {
      title: "a function whose role comes from what may be the launcher, in an account that is not known",
      resources: (() => {
        const role = launcherRole({}, defaultProvider);
        const running = { role: output(role, "arn") };
        return [role, resource("aws:lambda/function:Function", "function", running, defaultProvider)];
      })(),
      refused: [/OctoLauncherRole of an account that is not known, which may be a launcher, is passed to/],
      beforeCreation: false,
    },
    {
      title: "functions of other roles, known or not",
      resources: [
        resource("aws:lambda/function:Function", "one", { role: `arn:aws:iam::${ids.tooling}:role/web` }),
        resource("aws:lambda/function:Function", "two", { role: notKnown }),
      ],
    },
    {
      title: "an access entry for the launcher",
      resources: [
        resource("aws:eks/accessEntry:AccessEntry", "entry", { clusterName: "x", principalArn: launcherArn }),
      ],
      refused: [/OctoLauncherRole of account 123456789012 is given access to a cluster/],
    },
    {
      title: "an access policy for the launcher",
      resources: [
        resource("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "policy", {
          clusterName: "x",
          principalArn: launcherArn,
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        }),
      ],
      refused: [/is given access to a cluster/],
    },
  ]);
});

describe("a launcher in a property for roles of any other type", () => {
  const other = launcherArn.replace("OctoLauncherRole", "Jobs");
  const passed = /^OctoLauncherRole of account 123456789012 is passed to a resource of the type /;
  table(launcherBinding, [
    {
      title: "a function of the AWS Cloud Control provider",
      resources: [resource("aws-native:lambda:Function", "function", { role: launcherArn })],
      refused: [passed],
    },
    {
      title: "a method of an API",
      resources: [resource("aws:apigateway/integration:Integration", "method", { credentials: launcherArn })],
      refused: [passed],
    },
    {
      title: "something deep within, by a name in another case",
      resources: [
        resource("aws:quicksight/dataSource:DataSource", "source", {
          parameters: { athena: [{ roleArns: [other, launcherArn.replace("Octo", "octo")] }] },
        }),
      ],
      refused: [/^octoLauncherRole of account 123456789012 is passed to /],
    },
    {
      title: "another role, and the launcher's ARN where it is no role to run as",
      resources: [
        resource("aws-native:lambda:Function", "function", { role: other }),
        resource("aws:ssm/parameter:Parameter", "launcher", { name: "/launcher", value: launcherArn }),
      ],
    },
  ]);
});
