import { imdsBlocked } from "../../policy-pack/rules/imds-blocked";
import { notKnown, output, resource, type AccountName, type Given } from "./resources";
import { table } from "./table";

const launcher = resource("aws:iam/role:Role", "launcher", { name: "OctoLauncherRole" });
const blocked = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 };

function template(metadataOptions?: unknown, where: AccountName = "tooling"): Given {
  const props = metadataOptions === undefined ? {} : { metadataOptions };
  return resource("aws:ec2/launchTemplate:LaunchTemplate", "nodes", props, where);
}

function group(launchTemplate?: unknown): Given {
  const props = { nodeRoleArn: "arn:aws:iam::123456789012:role/Nodes" };
  return resource("aws:eks/nodeGroup:NodeGroup", "group", {
    ...props,
    ...(launchTemplate !== undefined && { launchTemplate }),
  });
}

function instance(props: Readonly<Record<string, unknown>>): Given {
  return resource("aws:ec2/instance:Instance", "bastion", { ami: "ami-1", ...props });
}

describe("the policy imds-blocked", () => {
  const nodes = template(blocked);
  table(imdsBlocked, [
    {
      // https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
      title: "nodes whose template asks for tokens that go one hop",
      resources: [launcher, nodes, group({ id: output(nodes, "id"), version: "1" })],
    },
    {
      title: "nodes without any metadata",
      resources: [launcher, template({ httpEndpoint: "disabled" })],
    },
    {
      title: "tokens that reach pods",
      resources: [launcher, template({ ...blocked, httpPutResponseHopLimit: 2 })],
      advised: [/httpTokens is required, httpPutResponseHopLimit 2\.\nWrite metadataOptions/],
    },
    {
      title: "metadata without tokens",
      resources: [launcher, template({ httpTokens: "optional", httpPutResponseHopLimit: 1 })],
      advised: [/httpTokens is optional, httpPutResponseHopLimit 1/],
    },
    {
      // The image decides otherwise: that of Amazon Linux 2023 for EKS says 2.
      title: "tokens without a limit of hops",
      resources: [launcher, template({ httpTokens: "required" })],
      advised: [/httpPutResponseHopLimit left out/],
    },
    {
      title: "a template that says nothing of metadata",
      resources: [launcher, template()],
      advised: [/It has no metadataOptions/],
    },
    {
      title: "a node group that takes the template of EKS",
      resources: [launcher, group()],
      advised: [/no launch template, so that EKS gives its nodes a hop limit of 2/],
    },
    {
      title: "an instance that says nothing of metadata",
      resources: [launcher, instance({})],
      advised: [/It has no metadataOptions/],
    },
    {
      title: "an instance made from a template",
      resources: [
        launcher,
        instance({ launchTemplate: { id: "lt-1" } }),
        instance({ metadataOptions: blocked }),
      ],
    },
    {
      title: "options that are not known yet",
      resources: [launcher, template(notKnown)],
      advised: [/not known yet and are judged at `pulumi up`/],
    },
    {
      title: "a limit of hops that is not known yet",
      resources: [launcher, template({ httpTokens: "required", httpPutResponseHopLimit: notKnown })],
      advised: [/not known yet and are judged at `pulumi up`/],
    },
    {
      title: "options of which the known one is wrong",
      resources: [launcher, template({ httpTokens: "optional", httpPutResponseHopLimit: notKnown })],
      advised: [/httpTokens is optional, httpPutResponseHopLimit not known yet/],
    },
    { title: "nodes of a foreign program", resources: [template(), group(), instance({})] },
    { title: "nodes of another account than the launcher's", resources: [launcher, template({}, "dev")] },
  ]);
});
