import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  DeleteInternetGatewayCommand,
  DescribeInternetGatewaysCommand,
  DetachInternetGatewayCommand,
} from "@aws-sdk/client-ec2";
import { outputText, regional, tagged as tags, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagList } from "../tags";
import { arnOf, byTags, ec2, only, retag, tagged, where } from "./shared";

export const internetGateway = resource({
  type: "aws:ec2/internetGateway:InternetGateway",
  label: "EC2 Internet Gateway",
  cfn: "AWS::EC2::InternetGateway",
  properties: {
    ...regional,
    vpcId: text({ computed: true, cfn: false }),
    ...tags,
    arn: outputText,
    ownerId: outputText,
  },

  async create(aws, inputs) {
    const TagSpecifications = tagged("internet-gateway", inputs.tagsAll);
    const { InternetGateway } = await ec2(aws).send(new CreateInternetGatewayCommand({ TagSpecifications }));
    return InternetGateway?.InternetGatewayId as string;
  },

  async settle(aws, InternetGatewayId, { vpcId }) {
    const attached = (await find(aws, InternetGatewayId))?.Attachments?.[0]?.VpcId;
    if (!vpcId || attached === vpcId) return;
    if (attached)
      await ec2(aws).send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId: attached }));
    await ec2(aws).send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
  },

  async read(aws, id) {
    const found = await find(aws, id);
    return (
      found && {
        vpcId: found.Attachments?.[0]?.VpcId,
        tagsAll: fromTagList(found.Tags),
        arn: arnOf(aws, "internet-gateway", id),
        ownerId: found.OwnerId ?? aws.accountId,
      }
    );
  },

  retag,

  async find(aws, { tagsAll }) {
    const Filters = where(byTags(tagsAll));
    const found = await ec2(aws).send(new DescribeInternetGatewaysCommand({ Filters }));
    return only(found.InternetGateways)?.InternetGatewayId;
  },

  async delete(aws, InternetGatewayId) {
    for (const { VpcId } of (await find(aws, InternetGatewayId))?.Attachments ?? []) {
      await ec2(aws).send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    }
    await ec2(aws).send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
  },
});

async function find(aws: Aws, id: string) {
  const found = await ec2(aws).send(new DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] }));
  return found.InternetGateways?.[0];
}
