import {
  CreateNatGatewayCommand,
  DeleteNatGatewayCommand,
  DescribeNatGatewaysCommand,
  type ConnectivityType,
} from "@aws-sdk/client-ec2";
import { outputText, regional, tagged as tags, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagList } from "../tags";
import { ec2, only, retag, tagged, where } from "./shared";

export const natGateway = resource({
  type: "aws:ec2/natGateway:NatGateway",
  label: "EC2 NAT Gateway",
  cfn: "AWS::EC2::NatGateway",
  properties: {
    ...regional,
    allocationId: text({ replace: true }),
    subnetId: text({ replace: true }),
    connectivityType: text({ replace: true, default: "public" }),
    privateIp: text({ replace: true, computed: true, cfn: "PrivateIpAddress" }),
    ...tags,
    associationId: outputText,
    networkInterfaceId: outputText,
    publicIp: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateNatGatewayCommand({
      AllocationId: inputs.allocationId,
      SubnetId: inputs.subnetId,
      ConnectivityType: inputs.connectivityType as ConnectivityType,
      PrivateIpAddress: inputs.privateIp,
      TagSpecifications: tagged("natgateway", inputs.tagsAll),
    });
    const { NatGateway } = await ec2(aws).send(request);
    return NatGateway?.NatGatewayId as string;
  },

  async settle(aws, id) {
    await aws.until(`NAT gateway ${id} to become available`, async () => {
      const found = await find(aws, id);
      if (found?.State === "failed") throw new Error(`${found.FailureCode}: ${found.FailureMessage}`);
      return found?.State === "available" ? found : undefined;
    });
  },

  async read(aws, id) {
    const found = await find(aws, id);
    if (!found || found.State === "deleted" || found.State === "deleting") return undefined;
    const address = found.NatGatewayAddresses?.[0];
    return {
      allocationId: address?.AllocationId || undefined,
      subnetId: found.SubnetId,
      connectivityType: found.ConnectivityType,
      privateIp: address?.PrivateIp,
      tagsAll: fromTagList(found.Tags),
      associationId: address?.AssociationId || undefined,
      networkInterfaceId: address?.NetworkInterfaceId,
      publicIp: address?.PublicIp || undefined,
    };
  },

  retag,

  async find(aws, { subnetId = "", allocationId }) {
    const Filter = where({ "subnet-id": subnetId });
    const { NatGateways } = await ec2(aws).send(new DescribeNatGatewaysCommand({ Filter }));
    const candidates = NatGateways?.filter(
      ({ State, NatGatewayAddresses }) =>
        (State === "pending" || State === "available") &&
        (!allocationId || NatGatewayAddresses?.some(({ AllocationId }) => AllocationId === allocationId)),
    );
    return only(candidates)?.NatGatewayId;
  },

  async delete(aws, id) {
    await ec2(aws).send(new DeleteNatGatewayCommand({ NatGatewayId: id }));
    await aws.until(`NAT gateway ${id} to be deleted`, async () => {
      const found = await find(aws, id);
      return !found || found.State === "deleted" ? true : undefined;
    });
  },
});

async function find(aws: Aws, id: string) {
  const { NatGateways } = await ec2(aws).send(new DescribeNatGatewaysCommand({ NatGatewayIds: [id] }));
  return NatGateways?.[0];
}
