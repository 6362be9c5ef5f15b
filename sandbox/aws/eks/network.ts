import type { Call } from "../front/call";
import type { Sandbox } from "../sandbox";
import { textOf } from "../front/xml";
import { invalid } from "./state";
import { serviceLinkedRole } from "./roles";

/** Checks the subnets of a cluster, and says which VPC they are in. */
export async function vpcOfSubnets(
  ids: readonly string[],
  call: Call,
  sandbox: Sandbox,
): Promise<{ readonly id: string; readonly cidr: string }> {
  const { subnets } = await sandbox.facts.network(call.account, call.region, ids, []);
  const found = ids.map((id) => {
    const subnet = subnets[id];
    if (!subnet) throw invalid(`The subnet ID '${id}' does not exist`);
    return subnet;
  });
  const [first] = found;
  if (!first) throw invalid("Subnets are required.");
  if (found.some((subnet) => subnet.vpc !== first.vpc)) throw invalid("Subnets must be in the same VPC");
  if (new Set(found.map((subnet) => subnet.zone)).size < 2) {
    throw invalid("Subnets specified must be in at least two different AZs");
  }
  return { id: first.vpc, cidr: first.vpcCidr };
}

export async function checkSecurityGroups(
  ids: readonly string[],
  vpc: string,
  call: Call,
  sandbox: Sandbox,
): Promise<void> {
  const { groups } = await sandbox.facts.network(call.account, call.region, [], ids);
  for (const id of ids) {
    if (groups[id] === undefined) throw invalid(`The security group '${id}' does not exist`);
    if (groups[id] !== vpc)
      throw invalid(`Security group ${id} does not belong to the VPC ${vpc} of the subnets`);
  }
}

/** Creates the security group that EKS puts its control plane and managed nodes into, as EKS does: by its own role. */
export async function createClusterGroup(
  name: string,
  vpc: string,
  call: Call,
  sandbox: Sandbox,
): Promise<string> {
  const eks = await eksItself(call, sandbox);
  const group = `eks-cluster-sg-${name}-${Math.floor(Math.random() * 1e9)}`;
  const created = await sandbox.callAs(eks, "eks", "ec2", "CreateSecurityGroup", {
    GroupName: group,
    GroupDescription:
      "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes",
    VpcId: vpc,
    TagSpecification: [
      {
        ResourceType: "security-group",
        Tag: [
          { Key: "Name", Value: group },
          { Key: `kubernetes.io/cluster/${name}`, Value: "owned" },
          { Key: "aws:eks:cluster-name", Value: name },
        ],
      },
    ],
  });
  const id = textOf(created, "groupId") ?? "";
  await sandbox.callAs(eks, "eks", "ec2", "AuthorizeSecurityGroupIngress", {
    GroupId: id,
    IpPermissions: [{ IpProtocol: "-1", Groups: [{ GroupId: id }] }],
  });
  return id;
}

export async function deleteClusterGroup(id: string, call: Call, sandbox: Sandbox): Promise<void> {
  await sandbox.callAs(await eksItself(call, sandbox), "eks", "ec2", "DeleteSecurityGroup", { GroupId: id });
}

async function eksItself(call: Call, sandbox: Sandbox): Promise<Pick<Call, "caller" | "account" | "region">> {
  const role = await serviceLinkedRole("eks.amazonaws.com", "AWSServiceRoleForAmazonEKS", call, sandbox);
  const caller = { account: call.account, arn: role, principalArn: role, userId: "eks" };
  return { caller, account: call.account, region: call.region };
}
