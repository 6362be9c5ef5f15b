import { sessionLimits } from "../../policy-pack/rules/session-limits";
import { deployRoleName, notKnown, providerWith, resource, type AccountName, type Given } from "./resources";
import { table } from "./table";

function deployRole(maxSessionDuration?: unknown, where: AccountName = "dev"): Given {
  return resource(
    "aws:iam/role:Role",
    "deploy",
    {
      name: deployRoleName("dev"),
      path: "/octopus/deploy/",
      ...(maxSessionDuration !== undefined && { maxSessionDuration }),
    },
    where,
  );
}

function launcher(maxSessionDuration: unknown): Given {
  return resource("aws:iam/role:Role", "launcher", { name: "OctoLauncherRole", maxSessionDuration });
}

describe("the policy session-limits", () => {
  table(sessionLimits, [
    { title: "a deploy role that says nothing of its sessions", resources: [deployRole()] },
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html: one hour at least
    { title: "a deploy role with sessions of an hour", resources: [deployRole(3600)] },
    {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
      title: "a deploy role with sessions that no chained caller gets",
      resources: [deployRole(43200)],
      advised: [
        /DevDeployRole offers sessions of 43200 seconds.*\nLeave out maxSessionDuration, or write 3600/,
      ],
    },
    {
      title: "a second over an hour",
      resources: [deployRole(3601)],
      advised: [/3601 seconds/],
    },
    {
      title: "a deploy role in an account that no setting names",
      resources: [deployRole(7200, "foreign")],
      advised: [/7200 seconds/],
    },
    {
      // Pods get the launcher from EKS, and services are not held to this limit.
      title: "a launcher with longer sessions",
      resources: [launcher(21600)],
      advised: [/OctoLauncherRole offers sessions of 21600 seconds, and pods do not need it/],
    },
    {
      title: "a limit of a deploy role that is not known yet",
      resources: [deployRole(notKnown)],
      advised: [/maxSessionDuration is not known yet and is judged at `pulumi up`/],
    },
    {
      title: "roles of a foreign program, whatever their sessions",
      resources: [
        resource("aws:iam/role:Role", "admin", { name: "Admin", maxSessionDuration: 43200 }),
        resource("aws:iam/role:Role", "ci", { name: "Ci", maxSessionDuration: notKnown }),
        resource(
          "aws:iam/role:Role",
          "unnamed",
          { name: notKnown, maxSessionDuration: 43200 },
          providerWith("unpinned", {}),
        ),
      ],
    },
  ]);
});
