import type {
  CreateResolverEndpointRequest,
  IpAddressRequest,
  IpAddressResponse,
  IpAddressUpdate,
  ResolverEndpoint,
  UpdateResolverEndpointRequest,
} from "@aws-sdk/client-route53resolver";
import { Netmask } from "netmask";

import type { Call } from "../front/call";
import { AwsError } from "../front/errors";
import { textOf } from "../front/xml";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import { setTags } from "./tags";
import * as state from "./state";

const mostEndpoints = 4;
const filters = [
  "CreatorRequestId",
  "Direction",
  "HostVPCId",
  "IpAddressCount",
  "Name",
  "SecurityGroupIds",
  "Status",
];

const create: Handler = async (call, sandbox) => {
  const { endpoints, addresses } = state.stateOf(call, sandbox);
  const request = call.params as unknown as CreateResolverEndpointRequest;
  const {
    Name,
    Direction,
    SecurityGroupIds = [],
    IpAddresses = [],
    Protocols,
    ResolverEndpointType,
  } = request;
  const CreatorRequestId = state.checkFresh(endpoints.values(), "Resolver endpoint", call);
  state.checkName(Name);
  if (Direction !== "INBOUND" && Direction !== "OUTBOUND") {
    throw state.validation(
      `Value '${String(Direction)}' at 'direction' failed to satisfy constraint: Member must satisfy enum value set: ` +
        "[INBOUND, OUTBOUND]",
    );
  }
  if (endpoints.size >= mostEndpoints) throw state.exceeded("max-endpoints", call);
  checkCount(IpAddresses.length, call, sandbox);
  const vpcs = new Set<string>();
  for (const address of IpAddresses) vpcs.add(await checkAddress(address, call, sandbox));
  const [vpc = ""] = vpcs;
  if (vpcs.size > 1) throw state.invalid("The subnets of a resolver endpoint must be in one VPC");
  await checkGroups(SecurityGroupIds, vpc, call, sandbox);

  const Id = state.newId(Direction === "INBOUND" ? "rslvr-in" : "rslvr-out");
  const made = [];
  for (const address of IpAddresses) made.push(await attach(Id, address, SecurityGroupIds, call, sandbox));
  addresses.set(Id, made);
  const now = new Date().toISOString();
  const endpoint: ResolverEndpoint = {
    Id,
    CreatorRequestId,
    Arn: state.arnOf(call, "resolver-endpoint", Id),
    Name,
    SecurityGroupIds,
    Direction,
    IpAddressCount: made.length,
    HostVPCId: vpc,
    Status: "OPERATIONAL",
    StatusMessage: "This Resolver Endpoint is operational.",
    CreationTime: now,
    ModificationTime: now,
    ResolverEndpointType: ResolverEndpointType ?? "IPV4",
    Protocols: Protocols ?? ["Do53"],
  };
  endpoints.set(Id, endpoint);
  setTags(endpoint.Arn ?? "", call, sandbox);
  return { ResolverEndpoint: { ...endpoint, Status: "CREATING" } };
};

function checkCount(count: number, call: Call, sandbox: Sandbox): void {
  if (count < 2) throw state.refused("Resolver endpoint needs to have at least 2 IP addresses");
  if (count > sandbox.limits.resolverAddresses) throw state.exceeded("max-addresses-per-endpoint", call);
}

/** Checks a subnet, and the address in it if one is asked for; says which VPC it is in. */
async function checkAddress(
  { SubnetId = "", Ip }: IpAddressRequest | IpAddressUpdate,
  call: Call,
  sandbox: Sandbox,
): Promise<string> {
  const xml = await sandbox
    .callAs(call, "route53resolver", "ec2", "DescribeSubnets", { SubnetId: [SubnetId] })
    .catch((error: unknown) => {
      if (error instanceof AwsError) throw state.invalid(`The subnet ID '${SubnetId}' does not exist`);
      throw error;
    });
  if (Ip !== undefined && !isFree(Ip, textOf(xml, "cidrBlock") ?? "")) {
    throw state.refused(`IP address '${Ip}' is either not in subnet '${SubnetId}' CIDR range or is reserved`);
  }
  return textOf(xml, "vpcId") ?? "";
}

/** In the block, and not of those that AWS keeps for itself: the first four and the last. */
function isFree(ip: string, cidr: string): boolean {
  const block = new Netmask(cidr);
  if (!block.contains(ip)) return false;
  const place = new Netmask(`${ip}/32`).netLong - block.netLong;
  return place > 3 && place < block.size - 1;
}

async function checkGroups(ids: readonly string[], vpc: string, call: Call, sandbox: Sandbox): Promise<void> {
  if (ids.length === 0) throw state.invalid("A resolver endpoint needs at least one security group");
  const { groups } = await sandbox.facts.network(call.account, call.region, [], ids);
  for (const id of ids) {
    if (groups[id] === undefined) throw state.notFound(`The security group '${id}' does not exist`);
    if (groups[id] !== vpc) throw state.invalid(`The security group '${id}' is not in the VPC '${vpc}'`);
  }
}

/** Makes a network interface, as the caller; AWS chooses its address when none is asked for. */
async function attach(
  endpoint: string,
  { SubnetId = "", Ip }: IpAddressRequest | IpAddressUpdate,
  groups: readonly string[],
  call: Call,
  sandbox: Sandbox,
): Promise<state.Address> {
  const id = state.newId("rni");
  const xml = await sandbox.callAs(call, "route53resolver", "ec2", "CreateNetworkInterface", {
    SubnetId,
    PrivateIpAddress: Ip,
    SecurityGroupId: groups,
    Description: `Route 53 Resolver: ${endpoint}:${id}`,
  });
  const eni = textOf(xml, "networkInterfaceId") ?? "";
  return { id, subnet: SubnetId, ip: textOf(xml, "privateIpAddress") ?? "", interface: eni };
}

async function detach(address: state.Address, call: Call, sandbox: Sandbox): Promise<void> {
  const params = { NetworkInterfaceId: address.interface };
  await sandbox.callAs(call, "route53resolver", "ec2", "DeleteNetworkInterface", params);
}

function endpointOf(call: Call, sandbox: Sandbox): ResolverEndpoint {
  return state.found(state.stateOf(call, sandbox).endpoints, "Resolver endpoint", call, "ResolverEndpointId");
}

const update: Handler = async (call, sandbox) => {
  const endpoint = endpointOf(call, sandbox);
  const { Name, Protocols, ResolverEndpointType } = call.params as unknown as UpdateResolverEndpointRequest;
  state.checkName(Name);
  if (Name !== undefined) endpoint.Name = Name;
  if (Protocols !== undefined) endpoint.Protocols = Protocols;
  if (ResolverEndpointType !== undefined) endpoint.ResolverEndpointType = ResolverEndpointType;
  endpoint.ModificationTime = new Date().toISOString();
  return { ResolverEndpoint: { ...endpoint, Status: "UPDATING" } };
};

const remove: Handler = async (call, sandbox) => {
  const { Id = "", Arn = "", ...rest } = endpointOf(call, sandbox);
  const { endpoints, addresses, rules, tags } = state.stateOf(call, sandbox);
  const using = [...rules.values()].filter(({ ResolverEndpointId }) => ResolverEndpointId === Id);
  if (using.length > 0) {
    throw state.refused(
      "Cannot delete resolver endpoint unless its related resolver rules are deleted. The following rules still " +
        `exist for this resolver endpoint: ${using.map((rule) => rule.Id).join(",")}`,
    );
  }
  for (const address of addresses.get(Id) ?? []) await detach(address, call, sandbox);
  endpoints.delete(Id);
  addresses.delete(Id);
  tags.delete(Arn);
  return { ResolverEndpoint: { Id, Arn, ...rest, Status: "DELETING" } };
};

const associate: Handler = async (call, sandbox) => {
  const endpoint = endpointOf(call, sandbox);
  const wanted = (call.params.IpAddress ?? {}) as IpAddressUpdate;
  const known = state.stateOf(call, sandbox).addresses.get(endpoint.Id ?? "") ?? [];
  checkCount(known.length + 1, call, sandbox);
  if ((await checkAddress(wanted, call, sandbox)) !== endpoint.HostVPCId)
    throw state.invalid("The subnets of a resolver endpoint must be in one VPC");
  if (known.some(({ ip }) => ip === wanted.Ip)) {
    throw new AwsError("ResourceExistsException", `The IP address '${wanted.Ip}' is already in use`);
  }
  const made = await attach(endpoint.Id ?? "", wanted, endpoint.SecurityGroupIds ?? [], call, sandbox);
  return keep(endpoint, [...known, made], call, sandbox);
};

const disassociate: Handler = async (call, sandbox) => {
  const endpoint = endpointOf(call, sandbox);
  const { IpId, Ip, SubnetId } = (call.params.IpAddress ?? {}) as IpAddressUpdate;
  const known = state.stateOf(call, sandbox).addresses.get(endpoint.Id ?? "") ?? [];
  const gone = known.find(
    ({ id, ip, subnet }) => (IpId ?? id) === id && (Ip ?? ip) === ip && (SubnetId ?? subnet) === subnet,
  );
  if (!gone) throw state.notFound(`Resolver endpoint '${endpoint.Id}' has no such IP address`);
  checkCount(known.length - 1, call, sandbox);
  await detach(gone, call, sandbox);
  return keep(
    endpoint,
    known.filter((one) => one !== gone),
    call,
    sandbox,
  );
};

function keep(endpoint: ResolverEndpoint, addresses: state.Address[], call: Call, sandbox: Sandbox): object {
  state.stateOf(call, sandbox).addresses.set(endpoint.Id ?? "", addresses);
  endpoint.IpAddressCount = addresses.length;
  return { ResolverEndpoint: { ...endpoint, Status: "UPDATING" } };
}

const listAddresses: Handler = async (call, sandbox) => {
  const { Id = "", CreationTime } = endpointOf(call, sandbox);
  const addresses = state.stateOf(call, sandbox).addresses.get(Id) ?? [];
  const IpAddresses: IpAddressResponse[] = addresses.map(({ id, subnet, ip }) => ({
    IpId: id,
    SubnetId: subnet,
    Ip: ip,
    Status: "ATTACHED",
    CreationTime,
  }));
  return { IpAddresses };
};

export const endpointHandlers: Readonly<Record<string, Handler>> = {
  CreateResolverEndpoint: create,
  GetResolverEndpoint: async (call, sandbox) => ({ ResolverEndpoint: endpointOf(call, sandbox) }),
  ListResolverEndpoints: async (call, sandbox) => ({
    ResolverEndpoints: state.filtered(state.stateOf(call, sandbox).endpoints.values(), call, filters),
  }),
  UpdateResolverEndpoint: update,
  DeleteResolverEndpoint: remove,
  AssociateResolverEndpointIpAddress: associate,
  DisassociateResolverEndpointIpAddress: disassociate,
  ListResolverEndpointIpAddresses: listAddresses,
};
