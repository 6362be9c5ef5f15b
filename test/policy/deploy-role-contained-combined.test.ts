import { deployRoleContained } from "../../policy-pack/rules/deploy-role-contained";
import {
  allows,
  attachment,
  denies,
  deployRole,
  deployRoleWith,
  managedPolicy,
  managedPolicyArn,
  otherRole,
  policyOf,
  rolePolicy,
  trustIn,
} from "./permissions";
import { deployRoleArn, ids, launcherArn, output, resource } from "./resources";
import { table } from "./table";

const itself = deployRoleArn("dev");
const everything = /DevDeployRole may do everything/;
const look = policyOf(allows("eks:DescribeCluster"));
const all = policyOf(allows("*"));
const aws = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

describe("policies of a deploy role open no path out of it, wherever they come from", () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
  describe("one by one", () => {
    const role = deployRole("dev", look);
    const admin = managedPolicy("Admin", all);
    table(deployRoleContained, [
      {
        title: "the second of two inline policies",
        resources: [deployRole("dev", look, all)],
        refused: [/DevDeployRole may do everything.* of the inline policy permissions-1\.\n/],
      },
      {
        title: "an inline policy as a resource of its own",
        resources: [role, rolePolicy(output(role, "name"), all)],
        refused: [/DevDeployRole may do everything.* of the inline policy more\.\n/],
      },
      {
        title: "an inline policy for a role that another stack has",
        resources: [rolePolicy("DevDeployRole", all)],
        refused: [everything],
      },
      {
        title: "an inline policy for a role that another stack has, by a name in another case",
        resources: [rolePolicy("devdeployrole", all)],
        refused: [everything],
      },
      {
        title: "an inline policy for a role that another stack may have where deploy roles are",
        resources: [rolePolicy("Shop", all)],
        refused: [/arn:aws:iam::111111111111:role\/\*Shop, which may be a deploy role, may do everything/],
        beforeCreation: false,
      },
      // https://www.pulumi.com/registry/packages/aws-native/api-docs/iam/rolepolicy/
      {
        title: "an inline policy that the other provider makes",
        resources: [
          resource(
            "aws-native:iam:RolePolicy",
            "inline",
            { roleName: "DevDeployRole", policyName: "more", policyDocument: JSON.parse(all) as object },
            "dev",
          ),
        ],
        refused: [/DevDeployRole may do everything.* of the inline policy more\.\n/],
      },
      {
        title: "a managed policy that the other provider makes and attaches",
        resources: [
          resource(
            "aws-native:iam:ManagedPolicy",
            "managed",
            { roles: ["App", "DevDeployRole"], policyDocument: JSON.parse(all) as object },
            "dev",
          ),
          otherRole("App"),
        ],
        refused: [everything],
      },
      {
        title: "a policy of the other provider that is not known",
        resources: [resource("aws-native:iam:RolePolicy", "inline", { roleName: "DevDeployRole" }, "dev")],
        refused: [/DevDeployRole gets permissions that cannot be judged: an inline policy is not known/],
      },
      {
        title: "a policy that is declared and attached, as far as a preview knows",
        resources: [role, admin, attachment(output(role, "name"), output(admin, "arn"))],
        refused: [/DevDeployRole may do everything.* of the policy Admin\.\n/],
        beforeCreation: false,
      },
      {
        title: "a policy that is declared and attached, at an update",
        resources: [role, admin, attachment(output(role, "name"), output(admin, "arn"))],
        refused: [everything],
        when: "update",
      },
      {
        title: "a policy that is attached by its ARN in text",
        resources: [role, admin, attachment("DevDeployRole", managedPolicyArn("Admin"))],
        refused: [everything],
        beforeCreation: false,
      },
      {
        title: "a policy among a role's managed policies",
        resources: [admin, deployRoleWith("dev", { managedPolicyArns: [output(admin, "arn")] })],
        refused: [everything],
        beforeCreation: false,
      },
      {
        title: "a policy that is attached to several roles at once",
        resources: [
          admin,
          resource(
            "aws:iam/policyAttachment:PolicyAttachment",
            "several",
            { roles: ["App", "DevDeployRole"], policyArn: managedPolicyArn("Admin") },
            "dev",
          ),
          otherRole("App"),
        ],
        refused: [everything],
        beforeCreation: false,
      },
      {
        title: "a policy in a list of all that a role shall have",
        resources: [
          resource(
            "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
            "all",
            { roleName: "DevDeployRole", policyArns: [aws("AdministratorAccess")] },
            "dev",
          ),
        ],
        refused: [everything],
      },
      {
        title: "policies that let it look",
        resources: [role, rolePolicy(output(role, "name"), look), managedPolicy("Look", look)],
      },
    ]);
  });

  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
  describe("of AWS", () => {
    const having = (name: string) => [deployRoleWith("dev", { managedPolicyArns: [aws(name)] })];
    table(deployRoleContained, [
      { title: "AdministratorAccess", resources: having("AdministratorAccess"), refused: [everything] },
      {
        title: "PowerUserAccess, which leaves sts:AssumeRole",
        resources: having("PowerUserAccess"),
        refused: [/may assume the launcher .* of the policy PowerUserAccess\./],
      },
      {
        title: "IAMFullAccess",
        resources: having("IAMFullAccess"),
        refused: [/may edit what it may do itself/, /may create a role such as /],
      },
      {
        title: "AdministratorAccess-Amplify",
        resources: having("AdministratorAccess-Amplify"),
        refused: [/may edit what it may do itself/, /may create a role such as /],
      },
      {
        title: "PowerUserAccess with IAMFullAccess, which together are everything",
        resources: [
          deployRoleWith("dev", { managedPolicyArns: [aws("PowerUserAccess"), aws("IAMFullAccess")] }),
        ],
        refused: [
          /may assume the launcher/,
          /may edit what it may do itself/,
          /may create a role/,
          everything,
        ],
      },
      {
        title: "ReadOnlyAccess, whose document changes all the time",
        resources: having("ReadOnlyAccess"),
        advised: [
          /DevDeployRole gets arn:aws:iam::aws:policy\/ReadOnlyAccess, whose document is not known to this pack/,
        ],
      },
      {
        title: "ReadOnlyAccess beside an administrator's policy",
        resources: [
          deployRoleWith("dev", {
            managedPolicyArns: [aws("ReadOnlyAccess")],
            inlinePolicies: [{ name: "all", policy: all }],
          }),
        ],
        refused: [everything],
        advised: [/ReadOnlyAccess/],
      },
      { title: "AWSDenyAll", resources: having("AWSDenyAll") },
    ]);
  });

  describe("several together", () => {
    const made = managedPolicy(
      "Functions",
      policyOf(allows(["lambda:CreateFunction", "lambda:InvokeFunction"])),
    );
    const role = deployRole(
      "dev",
      policyOf(allows("iam:CreateRole", { Resource: "arn:aws:iam::*:role/shop-*" })),
    );
    table(deployRoleContained, [
      {
        title: "a role's creation in one policy and its permissions in another",
        resources: [
          role,
          rolePolicy(
            output(role, "name"),
            policyOf(allows("iam:PutRolePolicy", { Resource: "arn:aws:iam::*:role/shop-*" })),
          ),
        ],
        refused: [
          /may create a role such as .*: iam:createrole by Statement\[0\] of the inline policy permissions-0, iam:putrolepolicy by Statement\[0\] of the inline policy more\.\n/,
        ],
        beforeCreation: false,
      },
      {
        title: "iam:PassRole in one policy and a function in another, for a role that trusts functions",
        resources: [
          otherRole("Worker"),
          made,
          deployRoleWith("dev", {
            inlinePolicies: [
              {
                name: "pass",
                policy: policyOf(allows("iam:PassRole", { Resource: "arn:aws:iam::*:role/Worker" })),
              },
            ],
            managedPolicyArns: [managedPolicyArn("Functions")],
          }),
        ],
        refused: [
          /DevDeployRole may act as arn:aws:iam::111111111111:role\/Worker: iam:PassRole to lambda\.amazonaws\.com\.\n/,
        ],
        beforeCreation: false,
      },
      {
        title: "iam:PassRole and a function, for roles that this stack does not have",
        resources: [
          made,
          deployRoleWith("dev", {
            inlinePolicies: [{ name: "pass", policy: policyOf(allows("iam:PassRole")) }],
            managedPolicyArns: [managedPolicyArn("Functions")],
          }),
        ],
        advised: [
          /may pass roles to lambda\.amazonaws\.com, and so act as whichever trusts it: iam:passrole by /,
        ],
      },
      {
        title: "iam:PassRole for a role that the service's condition leaves out",
        resources: [
          otherRole("Worker"),
          deployRole(
            "dev",
            policyOf(
              {
                ...allows("iam:PassRole"),
                Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
              },
              allows(["lambda:CreateFunction", "lambda:InvokeFunction"]),
            ),
          ),
        ],
      },
      {
        title: "an edit of a policy that another resource attaches",
        resources: [
          managedPolicy("Look", look),
          deployRoleWith("dev", {
            inlinePolicies: [
              {
                name: "edit",
                policy: policyOf(allows("iam:CreatePolicyVersion", { Resource: managedPolicyArn("Look") })),
              },
            ],
            managedPolicyArns: [managedPolicyArn("Look")],
          }),
        ],
        // https://pathfinding.cloud/paths/iam-001
        refused: [/may edit the policy Look, which it has itself: iam:createpolicyversion by /],
        beforeCreation: false,
      },
      {
        title: "a denial in another inline policy of the same role",
        resources: [deployRole("dev", all, policyOf(denies("*")))],
      },
      {
        title: "a denial that another resource brings, which may come later or never",
        resources: [
          role,
          rolePolicy(output(role, "name"), policyOf(denies("*")), "dev", "no"),
          rolePolicy(output(role, "name"), all),
        ],
        refused: [everything],
      },
    ]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
  describe("within a permissions boundary", () => {
    const limits = managedPolicy("Limits", policyOf(allows(["s3:*", "eks:Describe*"])));
    const bounded = deployRoleWith("dev", {
      inlinePolicies: [{ name: "all", policy: all }],
      permissionsBoundary: output(limits, "arn"),
    });
    const withLimits = (arn: unknown) =>
      deployRoleWith("dev", { inlinePolicies: [{ name: "all", policy: all }], permissionsBoundary: arn });
    table(deployRoleContained, [
      { title: "that closes every path", resources: [limits, bounded] },
      { title: "that closes every path, at an update", resources: [limits, bounded], when: "update" },
      {
        title: "that closes every path, named by text",
        resources: [limits, withLimits(managedPolicyArn("Limits"))],
      },
      {
        title: "that closes what a resource of its own brings",
        resources: [limits, bounded, rolePolicy(output(bounded, "name"), all)],
      },
      {
        title: "that what names the role by text may come before",
        resources: [limits, bounded, rolePolicy("DevDeployRole", all)],
        refused: [everything],
        beforeCreation: false,
      },
      {
        title: "that denies all but sts:AssumeRole",
        resources: [
          managedPolicy("Limits", policyOf(denies("iam:*"), allows("*"))),
          withLimits(managedPolicyArn("Limits")),
        ],
        refused: [/may assume the launcher/],
        beforeCreation: false,
      },
      {
        title: "that another stack has",
        resources: [withLimits(managedPolicyArn("Elsewhere"))],
        refused: [
          /may do everything.*; its permissions boundary is not known here and counts for nothing\.\n/,
        ],
        beforeCreation: false,
      },
      {
        title: "that it may edit",
        resources: [
          managedPolicy("Limits", policyOf(allows(["s3:*", "iam:CreatePolicyVersion"]))),
          withLimits(managedPolicyArn("Limits")),
        ],
        refused: [/may edit the policy Limits, which it has itself: iam:createpolicyversion/],
        beforeCreation: false,
      },
    ]);
  });

  describe("into other roles of its stack", () => {
    const entry = { clusterName: "octopus-cluster", principalArn: deployRoleArn("tooling") };
    const launcherTrustOfPods = policyOf({
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    });
    const fn = (role: string) =>
      resource(
        "aws:lambda/function:Function",
        "fn",
        {
          name: "fn",
          role: `arn:aws:iam::${ids.dev}:role/${role}`,
          arn: "arn:aws:lambda:us-east-1:111111111111:function:fn",
        },
        "dev",
      );
    table(deployRoleContained, [
      {
        title: "that trust it",
        resources: [
          deployRole("dev", look),
          otherRole("Data", { assumeRolePolicy: trustIn({ AWS: itself }) }),
        ],
        refused: [
          /DevDeployRole may act as arn:aws:iam::111111111111:role\/Data: sts:AssumeRole: the trust policy lets in/,
        ],
        beforeCreation: false,
      },
      {
        title: "of another account that trust it and that it may assume",
        resources: [
          deployRole(
            "dev",
            policyOf(allows("sts:AssumeRole", { Resource: `arn:aws:iam::${ids.foreign}:role/Data` })),
          ),
          otherRole("Data", { assumeRolePolicy: trustIn({ AWS: itself }) }, "foreign"),
        ],
        refused: [/DevDeployRole may act as arn:aws:iam::444444444444:role\/Data: sts:AssumeRole/],
        beforeCreation: false,
      },
      // https://pathfinding.cloud/paths/lambda-003
      {
        title: "that a function runs as whose code it may change",
        resources: [
          deployRole("dev", policyOf(allows("lambda:UpdateFunctionCode"))),
          otherRole("Worker"),
          fn("Worker"),
        ],
        refused: [
          /DevDeployRole may act as arn:aws:iam::111111111111:role\/Worker: lambda:updatefunctioncode/,
        ],
        beforeCreation: false,
      },
      // https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
      {
        title: "as an administrator of the cluster whose pods get the launcher",
        resources: [
          deployRole("tooling", look),
          otherRole("OctoLauncherRole", { assumeRolePolicy: launcherTrustOfPods }, "tooling"),
          resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", "octopus", {
            clusterName: "octopus-cluster",
            namespace: "octopus",
            serviceAccount: "octopus-server",
            roleArn: launcherArn,
          }),
          resource("aws:eks/accessEntry:AccessEntry", "deploy", entry),
          resource("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "deploy", {
            ...entry,
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            accessScope: { type: "cluster" },
          }),
        ],
        refused: [
          /ToolingDeployRole may act as pods of octopus\/octopus-server in \S+:cluster\/octopus-cluster: /,
        ],
        beforeCreation: false,
      },
      {
        title: "that let in nobody but their service",
        resources: [deployRole("dev", look), otherRole("Worker"), fn("Worker")],
      },
    ]);
  });
});
