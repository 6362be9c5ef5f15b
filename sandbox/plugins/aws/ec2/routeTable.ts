import {
  CreateRouteTableCommand,
  DeleteRouteTableCommand,
  DescribeRouteTablesCommand,
} from "@aws-sdk/client-ec2";
import { outputText, regional, tagged as tags, text } from "../../table/property";
import { resource } from "../entry";
import { fromTagList } from "../tags";
import { arnOf, byTags, ec2, only, retag, tagged, where } from "./shared";

/** Routes are resources of their own (`aws.ec2.Route`). */
export const routeTable = resource({
  type: "aws:ec2/routeTable:RouteTable",
  label: "EC2 Route Table",
  cfn: "AWS::EC2::RouteTable",
  properties: {
    ...regional,
    vpcId: text({ required: true, replace: true }),
    ...tags,
    arn: outputText,
    ownerId: outputText,
  },

  async create(aws, inputs) {
    const request = { VpcId: inputs.vpcId, TagSpecifications: tagged("route-table", inputs.tagsAll) };
    const { RouteTable } = await ec2(aws).send(new CreateRouteTableCommand(request));
    return RouteTable?.RouteTableId as string;
  },

  async read(aws, id) {
    const { RouteTables } = await ec2(aws).send(new DescribeRouteTablesCommand({ RouteTableIds: [id] }));
    const found = RouteTables?.[0];
    return (
      found && {
        vpcId: found.VpcId,
        tagsAll: fromTagList(found.Tags),
        arn: arnOf(aws, "route-table", id),
        ownerId: found.OwnerId ?? aws.accountId,
      }
    );
  },

  retag,

  async find(aws, { vpcId = "", tagsAll }) {
    const Filters = where({ "vpc-id": vpcId, ...byTags(tagsAll) });
    const { RouteTables } = await ec2(aws).send(new DescribeRouteTablesCommand({ Filters }));
    return only(RouteTables?.filter(({ Associations }) => !Associations?.some(({ Main }) => Main)))
      ?.RouteTableId;
  },

  async delete(aws, RouteTableId) {
    await ec2(aws).send(new DeleteRouteTableCommand({ RouteTableId }));
  },
});
