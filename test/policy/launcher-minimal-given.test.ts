import { launcherMinimal } from "../../policy-pack/rules/launcher-minimal";
import { expected } from "../fixtures/expected";
import { attachment, launcherRole, managedPolicy, otherRole, policyArn } from "./launchers";
import { defaultProvider, deployRoleArn, notKnown, output, pinned, resource } from "./resources";
import { table, type Case } from "./table";

const own = expected("OctoLauncherRole", "permissions");
const dev = deployRoleArn("dev");

function allow(action: unknown, on: unknown = dev, more: object = {}): object {
  return { Effect: "Allow", Action: action, Resource: on, ...more };
}

function documentOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const refusedBy = (words: RegExp): Pick<Case, "refused"> => ({ refused: [words] });

describe("how a launcher gets its policies", () => {
  const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
  table(launcherMinimal, [
    {
      title: "an attached policy of AWS",
      resources: [launcherRole(), attachment("OctoLauncherRole", administrator)],
      ...refusedBy(
        /OctoLauncherRole of account 123456789012 gets arn:aws:iam::aws:policy\/AdministratorAccess/,
      ),
    },
    {
      title: "a policy of AWS in the role of another partition",
      resources: [launcherRole({ managedPolicyArns: ["arn:aws-cn:iam::aws:policy/SecurityAudit"] })],
      ...refusedBy(/SecurityAudit, which AWS may change/),
    },
    {
      title: "a policy attached by an ARN that only an output tells",
      resources: (() => {
        const policy = managedPolicy("assume", JSON.stringify(own));
        return [launcherRole(), policy, attachment("OctoLauncherRole", output(policy, "arn"))];
      })(),
      ...refusedBy(/ARN is not known\.\nBuild policyArn from the account/),
    },
    {
      title: "the same at the update, when it is known",
      when: "update",
      resources: (() => {
        const policy = managedPolicy("assume", JSON.stringify(own));
        return [launcherRole(), policy, attachment("OctoLauncherRole", output(policy, "arn"))];
      })(),
    },
    {
      title: "a policy that the stack does not have",
      resources: [launcherRole(), attachment("OctoLauncherRole", policyArn("elsewhere"))],
      ...refusedBy(/policy\/octopus\/launcher\/elsewhere, whose document is not in this stack\.\nDeclare/),
      beforeCreation: false,
    },
    {
      title: "an unknown document",
      resources: [
        launcherRole(),
        managedPolicy("assume", notKnown),
        attachment("OctoLauncherRole", policyArn("assume")),
      ],
      ...refusedBy(/the document is not known/),
    },
    {
      title: "unknown inline policies and managed policies of the role",
      resources: [launcherRole({ inlinePolicies: notKnown, managedPolicyArns: notKnown })],
      refused: [/an inline policy: the document is not known/, /ARN is not known/],
    },
    {
      title: "one unknown role among those of an attachment in the launcher's account",
      resources: [
        otherRole("Other"),
        resource("aws:iam/policyAttachment:PolicyAttachment", "attachment", {
          roles: ["Other", notKnown],
          policyArn: administrator,
        }),
      ],
      ...refusedBy(/a role without a known name of account 123456789012, which may be a launcher, gets/),
      beforeCreation: false,
    },
    {
      title: "roles of an attachment that are not known and come from roles that are no launchers",
      resources: (() => {
        const roles = [otherRole("One"), otherRole("Two")];
        return [
          ...roles,
          resource("aws:iam/policyAttachment:PolicyAttachment", "attachment", {
            roles: roles.map((role) => output(role, "id")),
            policyArn: administrator,
          }),
        ];
      })(),
    },
    {
      title: "an attachment whose role is an output of the launcher",
      resources: (() => {
        const role = launcherRole();
        return [role, attachment(output(role, "id"), administrator)];
      })(),
      ...refusedBy(/OctoLauncherRole of account 123456789012 gets/),
      beforeCreation: false,
    },
    {
      title: "an attachment to the launcher of a stack that cannot tell its account",
      resources: [attachment("OctoLauncherRole", administrator, defaultProvider)],
      ...refusedBy(/OctoLauncherRole of an account that is not known, which may be a launcher, gets/),
    },
    {
      title: "a list of all attachments, which attaches what is missing",
      resources: [
        launcherRole(),
        resource("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "all", {
          roleName: "OctoLauncherRole",
          policyArns: [policyArn("assume"), administrator],
        }),
        managedPolicy("assume", documentOf(allow("s3:*"))),
      ],
      refused: [/AdministratorAccess, which AWS may change/, /Action s3:\*/],
    },
    {
      title: "policies of the AWS Cloud Control provider",
      resources: [
        resource("aws-native:iam:RolePolicy", "inline", {
          roleName: "OctoLauncherRole",
          policyName: "More",
          policyDocument: { Version: "2012-10-17", Statement: [allow("s3:*")] },
        }),
        resource("aws-native:iam:ManagedPolicy", "managed", {
          roles: ["Other", "OctoLauncherRole"],
          policyDocument: { Version: "2012-10-17", Statement: [allow("ec2:*")] },
        }),
      ],
      refused: [/the inline policy More: Action s3:\*/, /a managed policy: Action ec2:\*/],
    },
    {
      title: "a policy attached to users alone",
      resources: [
        resource("aws:iam/policyAttachment:PolicyAttachment", "users", {
          users: ["ci"],
          policyArn: administrator,
        }),
      ],
    },
    {
      title: "a role whose name is not known in the launcher's account",
      resources: [
        resource("aws:iam/role:Role", "nameless", { name: notKnown, managedPolicyArns: [administrator] }),
      ],
      ...refusedBy(/a role without a known name of account 123456789012, which may be a launcher/),
    },
  ]);
});

describe("roles that are no launchers", () => {
  const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
  const everything = JSON.stringify({ Version: "2012-10-17", Statement: [allow("*", "*")] });
  const web = otherRole("web", defaultProvider);
  table(launcherMinimal, [
    {
      title: "a foreign program without a pinned provider, whatever is not known",
      resources: [
        web,
        attachment(output(web, "id"), administrator, defaultProvider),
        resource(
          "aws:iam/rolePolicy:RolePolicy",
          "inline",
          { role: notKnown, policy: notKnown },
          defaultProvider,
        ),
        resource(
          "aws:iam/role:Role",
          "nameless",
          { name: notKnown, inlinePolicies: notKnown },
          defaultProvider,
        ),
      ],
    },
    {
      title: "a role of the launcher's name in an account that has none",
      resources: [launcherRole({ managedPolicyArns: [administrator] }, pinned("dev"))],
    },
    {
      title: "a role of another name in the launcher's account",
      resources: [
        otherRole("Admin"),
        managedPolicy("everything", everything),
        attachment("Admin", policyArn("everything")),
      ],
    },
    {
      title: "a policy that nobody attaches",
      resources: [launcherRole(), managedPolicy("everything", everything)],
    },
  ]);
});
