import { crc32 } from "node:zlib";
import {
  CreateRouteCommand,
  DeleteRouteCommand,
  DescribeRouteTablesCommand,
  ReplaceRouteCommand,
  type CreateRouteRequest,
} from "@aws-sdk/client-ec2";
import { outputText, regional, text, type Typed } from "../../table/property";
import { resource } from "../entry";
import { ec2 } from "./shared";

const properties = {
  ...regional,
  routeTableId: text({ required: true, replace: true }),
  destinationCidrBlock: text({ replace: true }),
  destinationPrefixListId: text({ replace: true }),
  gatewayId: text(),
  natGatewayId: text(),
  transitGatewayId: text(),
  vpcEndpointId: text(),
  vpcPeeringConnectionId: text(),
  networkInterfaceId: text({ computed: true }),
  origin: outputText,
  state: outputText,
};

type Route = Typed<typeof properties>;

export const route = resource({
  type: "aws:ec2/route:Route",
  label: "EC2 Route",
  cfn: "AWS::EC2::Route",
  properties,

  async create(aws, inputs) {
    await ec2(aws).send(new CreateRouteCommand(request(inputs)));
    return idOf(inputs);
  },

  async read(aws, _id, { routeTableId = "", destinationCidrBlock, destinationPrefixListId }) {
    const { RouteTables } = await ec2(aws).send(
      new DescribeRouteTablesCommand({ RouteTableIds: [routeTableId] }),
    );
    const found = RouteTables?.[0]?.Routes?.find((candidate) =>
      destinationCidrBlock
        ? candidate.DestinationCidrBlock === destinationCidrBlock
        : candidate.DestinationPrefixListId === destinationPrefixListId,
    );
    // AWS answers with a single field for gateways and endpoints.
    const endpoint = found?.GatewayId?.startsWith("vpce-") ? found.GatewayId : undefined;
    return (
      found && {
        routeTableId,
        destinationCidrBlock: found.DestinationCidrBlock || undefined,
        destinationPrefixListId: found.DestinationPrefixListId || undefined,
        gatewayId: endpoint ? undefined : found.GatewayId,
        vpcEndpointId: endpoint,
        natGatewayId: found.NatGatewayId,
        transitGatewayId: found.TransitGatewayId,
        vpcPeeringConnectionId: found.VpcPeeringConnectionId,
        networkInterfaceId: found.NetworkInterfaceId,
        origin: found.Origin,
        state: found.State,
      }
    );
  },

  async update(aws, _id, inputs) {
    await ec2(aws).send(new ReplaceRouteCommand(request(inputs)));
  },

  find: (_aws, inputs) => idOf(inputs),

  async delete(aws, _id, state) {
    const { RouteTableId, DestinationCidrBlock, DestinationPrefixListId } = request(state);
    await ec2(aws).send(
      new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock, DestinationPrefixListId }),
    );
  },

  imported(_aws, importId) {
    const [routeTableId, destination] = importId.split(/_(.*)/s);
    if (!routeTableId || !destination) {
      throw new Error(`'${importId}' is no id of a route to import, which is <route table id>_<destination>`);
    }
    const known: Route = destination.startsWith("pl-")
      ? { routeTableId, destinationPrefixListId: destination }
      : { routeTableId, destinationCidrBlock: destination };
    return Promise.resolve({ id: idOf(known), known });
  },
});

/** As the real provider makes it up; AWS has none. */
function idOf({ routeTableId, destinationCidrBlock, destinationPrefixListId }: Route): string {
  return `r-${routeTableId}${crc32(destinationCidrBlock ?? destinationPrefixListId ?? "")}`;
}

function request(inputs: Route): CreateRouteRequest {
  return {
    RouteTableId: inputs.routeTableId,
    DestinationCidrBlock: inputs.destinationCidrBlock,
    DestinationPrefixListId: inputs.destinationPrefixListId,
    GatewayId: inputs.gatewayId,
    NatGatewayId: inputs.natGatewayId,
    TransitGatewayId: inputs.transitGatewayId,
    VpcEndpointId: inputs.vpcEndpointId,
    VpcPeeringConnectionId: inputs.vpcPeeringConnectionId,
    NetworkInterfaceId: inputs.networkInterfaceId,
  };
}
