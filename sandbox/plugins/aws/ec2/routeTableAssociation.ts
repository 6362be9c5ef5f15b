import {
  AssociateRouteTableCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  ReplaceRouteTableAssociationCommand,
} from "@aws-sdk/client-ec2";
import { regional, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { ec2, where } from "./shared";

/** Of a subnet; associations of gateways are a type of their own to AWS's schemas. */
export const routeTableAssociation = resource({
  type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  label: "EC2 Route Table Association",
  cfn: "AWS::EC2::SubnetRouteTableAssociation",
  properties: {
    ...regional,
    routeTableId: text({ required: true }),
    subnetId: text({ required: true, replace: true }),
  },

  async create(aws, { routeTableId: RouteTableId, subnetId: SubnetId }) {
    const { AssociationId } = await ec2(aws).send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    return AssociationId as string;
  },

  async read(aws, _id, { subnetId }) {
    const found = await find(aws, subnetId);
    return found && { routeTableId: found.RouteTableId, subnetId };
  },

  async update(aws, _id, { routeTableId: RouteTableId, subnetId }) {
    const AssociationId = (await find(aws, subnetId))?.RouteTableAssociationId;
    await ec2(aws).send(new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId }));
  },

  find: async (aws, { subnetId }) => (await find(aws, subnetId))?.RouteTableAssociationId,

  async delete(aws, _id, { subnetId }) {
    const AssociationId = (await find(aws, subnetId))?.RouteTableAssociationId;
    if (AssociationId) await ec2(aws).send(new DisassociateRouteTableCommand({ AssociationId }));
  },

  async imported(aws, importId) {
    const [subnetId, table] = importId.split("/");
    if (!subnetId || !table) {
      throw new Error(
        `'${importId}' is no id of an association to import, which is <subnet id>/<route table id>`,
      );
    }
    const found = await find(aws, subnetId);
    if (found?.RouteTableId !== table) throw new Error(`${subnetId} is not associated with ${table}`);
    return { id: found.RouteTableAssociationId as string, known: { subnetId } };
  },
});

/** By the subnet: another table gives the association another id. */
async function find(aws: Aws, subnetId = "") {
  const Filters = where({ "association.subnet-id": subnetId });
  const { RouteTables = [] } = await ec2(aws).send(new DescribeRouteTablesCommand({ Filters }));
  return RouteTables.flatMap((table) => table.Associations ?? []).find(
    ({ SubnetId }) => SubnetId === subnetId,
  );
}
