import { deployRoleContained } from "../../policy-pack/rules/deploy-role-contained";
import {
  allows,
  attachment,
  deployRole,
  deployRoleWith,
  managedPolicy,
  managedPolicyArn,
  otherRole,
  policyOf,
  rolePolicy,
  trustIn,
} from "./permissions";
import {
  defaultProvider,
  deployRoleArn,
  deployRoleName,
  launcherArn,
  notKnown,
  output,
  resource,
} from "./resources";
import { table } from "./table";

const itself = deployRoleArn("dev");
const look = policyOf(allows("eks:DescribeCluster"));
const all = policyOf(allows("*"));
const aws = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

describe("the permissions of a deploy role can be judged", () => {
  describe("of which something is not known", () => {
    const role = deployRole("dev", look);
    const asObject = (statement: object): object => ({ Version: "2012-10-17", Statement: [statement] });
    const nameless = rolePolicy(notKnown, all);
    table(deployRoleContained, [
      {
        title: "an inline policy",
        resources: [deployRole("dev", notKnown)],
        refused: [
          /DevDeployRole gets permissions that cannot be judged: the inline policy permissions-0 is not known\.\nMake its ARNs/,
        ],
      },
      {
        title: "a resource in a document",
        resources: [deployRole("dev", asObject(allows("s3:GetObject", { Resource: notKnown })))],
        refused: [/the inline policy permissions-0 is not known/],
      },
      {
        title: "a condition in a document",
        resources: [
          deployRole(
            "dev",
            asObject({
              ...allows("s3:GetObject"),
              Condition: { StringEquals: { "aws:PrincipalTag/team": notKnown } },
            }),
          ),
        ],
        refused: [/the inline policy permissions-0 is not known/],
      },
      { title: "nothing of a document", resources: [deployRole("dev", asObject(allows("s3:GetObject")))] },
      {
        title: "all inline policies",
        resources: [deployRoleWith("dev", { inlinePolicies: notKnown })],
        refused: [/an inline policy is not known/],
      },
      {
        title: "the document of a policy as a resource of its own",
        resources: [role, rolePolicy(output(role, "name"), notKnown)],
        refused: [/the inline policy more is not known/],
      },
      {
        title: "a document that is no JSON",
        resources: [deployRole("dev", "{")],
        refused: [/the inline policy permissions-0 is malformed: its top /],
      },
      {
        title: "a statement without an action",
        resources: [deployRole("dev", policyOf({ Effect: "Allow", Resource: "*" }))],
        refused: [/the inline policy permissions-0 is malformed: Statement\[0\]/],
      },
      {
        title: "the ARN of a managed policy",
        resources: [deployRoleWith("dev", { managedPolicyArns: [notKnown] })],
        refused: [/DevDeployRole gets a managed policy whose ARN is not known, so that nobody can judge/],
        beforeCreation: false,
      },
      {
        title: "a managed policy that this stack does not have",
        resources: [attachment("DevDeployRole", managedPolicyArn("Elsewhere"))],
        refused: [/gets arn:aws:iam::111111111111:policy\/Elsewhere, which is not in this stack, so that/],
        beforeCreation: false,
      },
      {
        title: "the role that gets a policy",
        resources: [nameless],
        refused: [/arn:aws:iam::111111111111:role\/\*, which may be a deploy role, may do everything/],
        beforeCreation: false,
      },
      {
        title: "the name of a role where deploy roles are",
        resources: [
          deployRoleWith("dev", { name: notKnown, inlinePolicies: [{ name: "all", policy: all }] }),
        ],
        refused: [/arn:aws:iam::111111111111:role\/octopus\/deploy\/\* may do everything/],
      },
    ]);
  });

  describe("if they are a deploy role's at all", () => {
    const other = otherRole("Admin");
    const inDefault = resource(
      "aws:iam/role:Role",
      "Admin",
      {
        name: "Admin",
        assumeRolePolicy: trustIn({ AWS: "*" }),
        inlinePolicies: [{ name: "all", policy: all }],
      },
      defaultProvider,
    );
    table(deployRoleContained, [
      {
        title: "an administrator that is none",
        resources: [otherRole("Admin", { inlinePolicies: [{ name: "all", policy: all }] })],
      },
      { title: "an administrator without a pinned account", resources: [inDefault] },
      {
        title: "what is attached to it",
        resources: [other, attachment(output(other, "name"), aws("AdministratorAccess"))],
      },
      {
        title: "what is attached to it by its name",
        resources: [other, attachment("Admin", aws("AdministratorAccess"))],
      },
      {
        title: "permissions that are not known",
        resources: [otherRole("App", { inlinePolicies: [{ name: "some", policy: notKnown }] })],
      },
      { title: "a harmless policy of a role that is not known", resources: [rolePolicy(notKnown, look)] },
      {
        title: "a policy that is not known of a role that is not known",
        resources: [rolePolicy(notKnown, notKnown)],
      },
      {
        title: "any policy of a role that is not known, in an account that is not known",
        resources: [
          resource("aws:iam/rolePolicy:RolePolicy", "any", { role: notKnown, policy: all }, defaultProvider),
        ],
      },
      { title: "a policy that nobody has", resources: [managedPolicy("Admin", all)] },
      {
        title: "the launcher, which another rule judges",
        resources: [
          rolePolicy("OctoLauncherRole", policyOf(allows("sts:AssumeRole", { Resource: itself })), "tooling"),
          otherRole("OctoLauncherRole", { inlinePolicies: [{ name: "all", policy: all }] }, "tooling"),
        ],
      },
      {
        title: "a user's policy",
        resources: [
          resource(
            "aws:iam/userPolicy:UserPolicy",
            "user",
            { user: deployRoleName("dev"), policy: all },
            "dev",
          ),
        ],
      },
      {
        title: "an administrator, where the settings name other deploy roles",
        resources: [deployRole("dev", all)],
        config: { deployRoles: ["arn:aws:iam::111111111111:role/shop-deploy"], launcherRoleArn: launcherArn },
      },
    ]);
  });
});
