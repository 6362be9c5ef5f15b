import {
  CreateSubnetCommand,
  DeleteSubnetCommand,
  DescribeSubnetsCommand,
  ModifySubnetAttributeCommand,
} from "@aws-sdk/client-ec2";
import { flag, outputText, regional, tagged as tags, text } from "../../table/property";
import { resource } from "../entry";
import { fromTagList } from "../tags";
import { ec2, only, retag, tagged, where } from "./shared";

export const subnet = resource({
  type: "aws:ec2/subnet:Subnet",
  label: "EC2 Subnet",
  cfn: "AWS::EC2::Subnet",
  properties: {
    ...regional,
    vpcId: text({ required: true, replace: true }),
    cidrBlock: text({ replace: true }),
    availabilityZone: text({ replace: true, computed: true }),
    availabilityZoneId: text({ replace: true, computed: true }),
    mapPublicIpOnLaunch: flag({ default: false }),
    ...tags,
    arn: outputText,
    ownerId: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateSubnetCommand({
      VpcId: inputs.vpcId,
      CidrBlock: inputs.cidrBlock,
      AvailabilityZone: inputs.availabilityZone,
      AvailabilityZoneId: inputs.availabilityZoneId,
      TagSpecifications: tagged("subnet", inputs.tagsAll),
    });
    const { Subnet } = await ec2(aws).send(request);
    return Subnet?.SubnetId as string;
  },

  async settle(aws, SubnetId, inputs) {
    const MapPublicIpOnLaunch = { Value: inputs.mapPublicIpOnLaunch };
    await ec2(aws).send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch }));
  },

  async read(aws, id) {
    const { Subnets } = await ec2(aws).send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
    const found = Subnets?.[0];
    return (
      found && {
        vpcId: found.VpcId,
        cidrBlock: found.CidrBlock,
        availabilityZone: found.AvailabilityZone,
        availabilityZoneId: found.AvailabilityZoneId,
        mapPublicIpOnLaunch: found.MapPublicIpOnLaunch,
        tagsAll: fromTagList(found.Tags),
        arn: found.SubnetArn,
        ownerId: found.OwnerId,
      }
    );
  },

  retag,

  async find(aws, { vpcId = "", cidrBlock = "" }) {
    const Filters = where({ "vpc-id": vpcId, "cidr-block": cidrBlock });
    return only((await ec2(aws).send(new DescribeSubnetsCommand({ Filters }))).Subnets)?.SubnetId;
  },

  async delete(aws, SubnetId) {
    await ec2(aws).send(new DeleteSubnetCommand({ SubnetId }));
  },
});
