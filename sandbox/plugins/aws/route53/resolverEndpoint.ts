import {
  AssociateResolverEndpointIpAddressCommand,
  CreateResolverEndpointCommand,
  DeleteResolverEndpointCommand,
  DisassociateResolverEndpointIpAddressCommand,
  GetResolverEndpointCommand,
  ListResolverEndpointIpAddressesCommand,
  ListResolverEndpointsCommand,
  UpdateResolverEndpointCommand,
  type IpAddressResponse,
  type Protocol,
  type ResolverEndpoint,
  type ResolverEndpointDirection,
  type ResolverEndpointType,
} from "@aws-sdk/client-route53resolver";
import { object, outputText, regional, set, tagged, text, type Typed } from "../../table/property";
import { resource } from "../entry";
import { isGone } from "../errors";
import type { Aws } from "../session";
import { tagChange, toTagList } from "../tags";
import { creatorRequestId, resolver, retagArn, tagsOf, where } from "./shared";

const address = { subnetId: text({ required: true }), ip: text() } as const;
type Address = Typed<typeof address>;

/** @see https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/route53resolver/endpoint.go */
export const resolverEndpoint = resource({
  type: "aws:route53/resolverEndpoint:ResolverEndpoint",
  label: "Route53 Resolver Endpoint",
  cfn: "AWS::Route53Resolver::ResolverEndpoint",
  properties: {
    ...regional,
    direction: text({ required: true, replace: true }),
    ipAddresses: set(object(address), { required: true }),
    securityGroupIds: set(text(), { required: true, replace: true }),
    name: text({ autoname: { max: 64 } }),
    protocols: set(text(), { computed: true }),
    resolverEndpointType: text({ computed: true }),
    ...tagged,
    arn: outputText,
    hostVpcId: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateResolverEndpointCommand({
      CreatorRequestId: creatorRequestId("endpoint"),
      Name: inputs.name,
      Direction: inputs.direction as ResolverEndpointDirection,
      SecurityGroupIds: inputs.securityGroupIds,
      IpAddresses: inputs.ipAddresses?.map(toAws),
      Protocols: inputs.protocols as Protocol[] | undefined,
      ResolverEndpointType: inputs.resolverEndpointType as ResolverEndpointType | undefined,
      Tags: toTagList(inputs.tagsAll),
    });
    return (await resolver(aws).send(request)).ResolverEndpoint?.Id as string;
  },

  settle: untilOperational,

  async read(aws, id, known) {
    const found = await find(aws, id);
    if (!found || found.Status === "DELETING") return undefined;
    return {
      direction: found.Direction,
      ipAddresses: asKnown(await addressesOf(aws, id), known.ipAddresses ?? []),
      securityGroupIds: found.SecurityGroupIds ?? [],
      name: found.Name,
      protocols: found.Protocols ?? [],
      resolverEndpointType: found.ResolverEndpointType,
      tagsAll: await tagsOf(aws, found.Arn),
      arn: found.Arn,
      hostVpcId: found.HostVPCId,
    };
  },

  async update(aws, ResolverEndpointId, inputs, { names }) {
    if (names.has("name") || names.has("protocols") || names.has("resolverEndpointType")) {
      const request = new UpdateResolverEndpointCommand({
        ResolverEndpointId,
        Name: names.has("name") ? inputs.name : undefined,
        Protocols: names.has("protocols") ? (inputs.protocols as Protocol[]) : undefined,
        ResolverEndpointType: names.has("resolverEndpointType")
          ? (inputs.resolverEndpointType as ResolverEndpointType)
          : undefined,
      });
      await resolver(aws).send(request);
      await untilOperational(aws, ResolverEndpointId);
    }
    if (!names.has("ipAddresses")) return;
    const wanted = inputs.ipAddresses ?? [];
    const { added, removed } = matched(await addressesOf(aws, ResolverEndpointId), wanted);
    // The other way round there would be fewer than the two that an endpoint needs.
    for (const one of added) {
      const request = { ResolverEndpointId, IpAddress: toAws(one) };
      await resolver(aws).send(new AssociateResolverEndpointIpAddressCommand(request));
      await untilOperational(aws, ResolverEndpointId);
    }
    for (const { IpId } of removed) {
      const request = { ResolverEndpointId, IpAddress: { IpId } };
      await resolver(aws).send(new DisassociateResolverEndpointIpAddressCommand(request));
      await untilOperational(aws, ResolverEndpointId);
    }
  },

  retag: (aws, _id, change, { arn }) => retagArn(aws, arn, change),

  async find(aws, { name, direction, tagsAll = {} }) {
    const Filters = where({ Name: name, Direction: direction });
    const { ResolverEndpoints = [] } = await resolver(aws).send(
      new ListResolverEndpointsCommand({ Filters }),
    );
    for (const { Id, Arn, Status } of ResolverEndpoints) {
      if (Status !== "DELETING" && !tagChange(await tagsOf(aws, Arn), tagsAll)) return Id;
    }
    return undefined;
  },

  async delete(aws, ResolverEndpointId) {
    await resolver(aws).send(new DeleteResolverEndpointCommand({ ResolverEndpointId }));
    await aws.until(`resolver endpoint ${ResolverEndpointId} to be deleted`, async () =>
      (await find(aws, ResolverEndpointId)) ? undefined : true,
    );
  },
});

async function find(aws: Aws, ResolverEndpointId: string): Promise<ResolverEndpoint | undefined> {
  try {
    const request = new GetResolverEndpointCommand({ ResolverEndpointId });
    return (await resolver(aws).send(request)).ResolverEndpoint;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function untilOperational(aws: Aws, id: string): Promise<void> {
  await aws.until(`resolver endpoint ${id} to become operational`, async () => {
    const found = await find(aws, id);
    if (found?.Status === "ACTION_NEEDED") throw new Error(found.StatusMessage);
    return found?.Status === "OPERATIONAL" ? true : undefined;
  });
}

async function addressesOf(aws: Aws, ResolverEndpointId: string): Promise<IpAddressResponse[]> {
  const request = new ListResolverEndpointIpAddressesCommand({ ResolverEndpointId, MaxResults: 100 });
  return (await resolver(aws).send(request)).IpAddresses ?? [];
}

function toAws({ subnetId, ip }: Address) {
  return { SubnetId: subnetId as string, Ip: ip };
}

/** Which of the addresses each wanted one is: by the address, or by the subnet where AWS was to choose. */
function matched(found: readonly IpAddressResponse[], wanted: readonly Address[]) {
  const removed = [...found];
  const pairs = new Map<IpAddressResponse, Address>();
  const added: Address[] = [];
  // Those with an address first, so that no other takes theirs.
  for (const one of [...wanted].sort((a, b) => Number(!a.ip) - Number(!b.ip))) {
    const place = removed.findIndex(
      ({ SubnetId, Ip }) => SubnetId === one.subnetId && (one.ip === undefined || one.ip === Ip),
    );
    const [match] = place < 0 ? [] : removed.splice(place, 1);
    if (match) pairs.set(match, one);
    else added.push(one);
  }
  return { pairs, added, removed };
}

/** As the program has them: an address that it left to AWS is no difference. */
function asKnown(found: readonly IpAddressResponse[], known: readonly Address[]): Address[] {
  const { pairs } = matched(found, known);
  return found.map((one) => pairs.get(one) ?? { subnetId: one.SubnetId, ip: one.Ip });
}
