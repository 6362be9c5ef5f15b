import { launcherBinding } from "../../policy-pack/rules/launcher-binding";
import { launcherRole, otherRole } from "./launchers";
import {
  defaultProvider,
  deployRoleArn,
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

const configured = {
  clusterName: "octopus-cluster",
  namespace: "octopus",
  serviceAccount: "octopus-server",
  roleArn: launcherArn,
};

function association(
  props: Readonly<Record<string, unknown>> = {},
  where: AccountName | GivenProvider = "tooling",
): Given {
  const type = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
  return resource(type, "association", { ...configured, ...props }, where);
}

describe("pods that a launcher is handed to", () => {
  table(launcherBinding, [
    { title: "a configured binding", resources: [launcherRole(), association()] },
    { title: "a configured binding of a launcher of another stack", resources: [association()] },
    {
      title: "another configured binding with session tags said to be kept",
      resources: [
        association({
          namespace: "octopus-prod",
          serviceAccount: "octopus-prod",
          disableSessionTags: false,
        }),
      ],
    },
    {
      title: "a binding of a configuration of one's own",
      config: { binding: { cluster: "c", namespace: "n", serviceAccount: "s" } },
      resources: [association({ clusterName: "c", namespace: "n", serviceAccount: "s" })],
    },
    {
      title: "a service account that is not configured",
      resources: [association({ serviceAccount: "default" })],
      refused: [
        /^OctoLauncherRole of account 123456789012 is handed to service account octopus\/default of cluster octopus-cluster, which is no configured binding\.\nHand it to service account octopus\/octopus-server of cluster octopus-cluster or /,
      ],
    },
    {
      title: "a namespace of another case, which Kubernetes takes for another one",
      resources: [association({ namespace: "Octopus" })],
      refused: [/Octopus\/octopus-server of cluster octopus-cluster, which is no configured binding/],
    },
    {
      title: "the right service account of another cluster",
      resources: [association({ clusterName: "sandbox" })],
      refused: [/of cluster sandbox, which is no configured binding/],
    },
    {
      title: "parts of two bindings that were mixed",
      config: {
        binding: [
          { cluster: "one", namespace: "a", serviceAccount: "x" },
          { cluster: "two", namespace: "b", serviceAccount: "y" },
        ],
      },
      resources: [association({ clusterName: "one", namespace: "b", serviceAccount: "x" })],
      refused: [/b\/x of cluster one/],
    },
    {
      title: "pods that are not known",
      resources: [association({ clusterName: notKnown, serviceAccount: notKnown })],
      refused: [/is handed to pods of which clusterName and serviceAccount are not known/],
    },
    {
      title: "the launcher by an ARN of another case",
      resources: [
        association({ roleArn: launcherArn.replace("OctoLauncherRole", "octolauncherrole"), namespace: "x" }),
      ],
      refused: [/octolauncherrole of account 123456789012 is handed to .*no configured binding/],
    },
    {
      title: "a second role behind the launcher",
      resources: [association({ targetRoleArn: `arn:aws:iam::${ids.dev}:role/Other` })],
      refused: [/with a targetRoleArn.*\nRemove targetRoleArn/],
    },
    {
      title: "a second role behind the launcher that is not known",
      resources: [association({ targetRoleArn: notKnown })],
      refused: [/with a targetRoleArn/],
    },
    {
      // Without tags deploy roles cannot tell bindings apart.
      // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
      title: "sessions of the launcher without tags",
      resources: [association({ disableSessionTags: true })],
      refused: [/without session tags.*\nRemove disableSessionTags/],
    },
    {
      title: "tags of which nobody knows whether they are disabled",
      resources: [association({ disableSessionTags: notKnown })],
      refused: [/without session tags/],
    },
    {
      title: "a role that comes from a launcher, to pods that are not configured",
      resources: (() => {
        const role = launcherRole();
        return [role, association({ roleArn: output(role, "arn"), namespace: "default" })];
      })(),
      refused: [/OctoLauncherRole of account 123456789012 is handed to service account default/],
      beforeCreation: false,
    },
    {
      title: "a role that comes from a launcher, to pods that are configured",
      resources: (() => {
        const role = launcherRole();
        return [role, association({ roleArn: output(role, "arn") })];
      })(),
    },
    {
      title: "a role that nothing tells",
      resources: [association({ roleArn: notKnown, namespace: "default" })],
      refused: [/The role of an association is not known.*\nBuild roleArn from the account/],
      beforeCreation: false,
    },
    {
      title: "a role that nothing tells in a program that does not say its account",
      resources: [association({ roleArn: notKnown, namespace: "default" }, defaultProvider)],
      refused: [/is not known: it may be a launcher or deploy role/],
      beforeCreation: false,
    },
    {
      title: "a deploy role that pods get directly",
      resources: [association({ roleArn: deployRoleArn("tooling") })],
      refused: [
        /ToolingDeployRole of account 123456789012 is handed to pods directly, and its trust policy must not/,
      ],
    },
    {
      title: "a deploy role behind another one",
      resources: [
        association({
          roleArn: `arn:aws:iam::${ids.tooling}:role/web`,
          targetRoleArn: deployRoleArn("prod"),
        }),
      ],
      refused: [/ProdDeployRole of account 333333333333 is the targetRoleArn of an association/],
    },
    {
      title: "the launcher behind another role",
      resources: [
        association({ roleArn: `arn:aws:iam::${ids.tooling}:role/web`, targetRoleArn: launcherArn }),
      ],
      refused: [/OctoLauncherRole of account 123456789012 is the targetRoleArn/],
    },
    {
      title: "an association of the AWS Cloud Control provider",
      resources: [
        resource("aws-native:eks:PodIdentityAssociation", "association", {
          ...configured,
          namespace: "default",
        }),
      ],
      refused: [/is handed to service account default\/octopus-server/],
    },
    {
      title: "the launcher for pods of an add-on",
      resources: [
        resource("aws:eks/addon:Addon", "addon", {
          clusterName: "octopus-cluster",
          addonName: "aws-ebs-csi-driver",
          podIdentityAssociations: [{ serviceAccount: "ebs-csi-controller-sa", roleArn: launcherArn }],
        }),
      ],
      refused: [/OctoLauncherRole of account 123456789012 is handed to the pods of an add-on/],
    },
    {
      title: "an unknown role for pods of an add-on",
      resources: [
        resource("aws:eks/addon:Addon", "addon", {
          clusterName: "octopus-cluster",
          addonName: "aws-ebs-csi-driver",
          podIdentityAssociations: notKnown,
        }),
      ],
      refused: [/podIdentityAssociations hands out is not known/],
      beforeCreation: false,
    },
  ]);
});

describe("roles that pods get and that are none of ours", () => {
  const web = otherRole("web", defaultProvider);
  table(launcherBinding, [
    {
      title: "a foreign program without a pinned provider, whatever is not known",
      resources: [
        web,
        association(
          {
            clusterName: notKnown,
            namespace: notKnown,
            roleArn: output(web, "arn"),
            targetRoleArn: notKnown,
            disableSessionTags: true,
          },
          defaultProvider,
        ),
        resource(
          "aws:iam/instanceProfile:InstanceProfile",
          "p",
          { role: output(web, "id") },
          defaultProvider,
        ),
        resource("aws:iam/instanceProfile:InstanceProfile", "q", { role: notKnown }, defaultProvider),
        resource("aws:eks/accessEntry:AccessEntry", "entry", { principalArn: notKnown }, defaultProvider),
        resource("aws:lambda/function:Function", "function", { role: notKnown }, defaultProvider),
        resource(
          "aws:iam/role:Role",
          "nameless",
          { name: notKnown, assumeRolePolicy: notKnown },
          defaultProvider,
        ),
      ],
    },
    {
      title: "another role in the launcher's account",
      resources: [
        association({
          roleArn: `arn:aws:iam::${ids.tooling}:role/web`,
          serviceAccount: "web",
          targetRoleArn: notKnown,
        }),
        resource("aws:eks/addon:Addon", "addon", {
          podIdentityAssociations: [
            { roleArn: `arn:aws:iam::${ids.tooling}:role/ebs`, serviceAccount: "ebs" },
          ],
        }),
      ],
    },
    {
      title: "an unknown role in an account that is none of ours",
      resources: [association({ roleArn: notKnown }, pinned("foreign"))],
    },
    {
      title: "a role of the launcher's name in another account",
      resources: [
        association(
          { roleArn: `arn:aws:iam::${ids.dev}:role/OctoLauncherRole`, namespace: "x" },
          pinned("dev"),
        ),
      ],
    },
  ]);
});
