import { crc32 } from "node:zlib";
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  UpdateSecurityGroupRuleDescriptionsEgressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
  type IpPermission,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { flag, list, number, outputText, regional, text, type Typed } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { protocolName, sameProtocol } from "./protocols";
import { ec2, where } from "./shared";

const properties = {
  ...regional,
  type: text({ required: true, replace: true }),
  securityGroupId: text({ required: true, replace: true }),
  protocol: text({ required: true, replace: true, same: sameProtocol }),
  fromPort: number({ required: true, replace: true }),
  toPort: number({ required: true, replace: true }),
  cidrBlocks: list(text(), { replace: true }),
  ipv6CidrBlocks: list(text(), { replace: true }),
  prefixListIds: list(text(), { replace: true }),
  self: flag({ replace: true, default: false }),
  sourceSecurityGroupId: text({ replace: true, computed: true }),
  description: text(),
  securityGroupRuleId: outputText,
};

type Rules = Typed<typeof properties>;

/** The older kind of rule, which `eks.Cluster` makes: one resource for several sources. It is not in CloudFormation. */
export const securityGroupRule = resource({
  type: "aws:ec2/securityGroupRule:SecurityGroupRule",
  label: "EC2 Security Group Rule",
  deleteBeforeReplace: true,
  properties,

  async create(aws, inputs) {
    const request = { GroupId: inputs.securityGroupId, IpPermissions: [permission(inputs)] };
    await (inputs.type === "egress"
      ? ec2(aws).send(new AuthorizeSecurityGroupEgressCommand(request))
      : ec2(aws).send(new AuthorizeSecurityGroupIngressCommand(request)));
    return idOf(inputs);
  },

  async read(aws, _id, known) {
    const found = await find(aws, known);
    const [first] = found;
    if (!first) return undefined;
    const { sourceSecurityGroupId: _, ...inputs } = known;
    const source = first.ReferencedGroupInfo?.GroupId;
    return {
      ...inputs,
      sourceSecurityGroupId: known.self ? undefined : source,
      description: first.Description || undefined,
      securityGroupRuleId: found.length === 1 ? first.SecurityGroupRuleId : undefined,
    };
  },

  async update(aws, _id, inputs) {
    const request = { GroupId: inputs.securityGroupId, IpPermissions: [permission(inputs)] };
    await (inputs.type === "egress"
      ? ec2(aws).send(new UpdateSecurityGroupRuleDescriptionsEgressCommand(request))
      : ec2(aws).send(new UpdateSecurityGroupRuleDescriptionsIngressCommand(request)));
  },

  find: (_aws, inputs) => idOf(inputs),

  async delete(aws, _id, state) {
    const request = { GroupId: state.securityGroupId, IpPermissions: [permission(state)] };
    await (state.type === "egress"
      ? ec2(aws).send(new RevokeSecurityGroupEgressCommand(request))
      : ec2(aws).send(new RevokeSecurityGroupIngressCommand(request)));
  },

  /** `<group>_<type>_<protocol>_<from>_<to>_<source>[_<source>...]`, as the real provider has it. */
  imported(_aws, importId) {
    const [securityGroupId, type, protocol, from, to, ...sources] = importId.split("_");
    if (!securityGroupId || !type || !protocol || !from || !to || sources.length === 0) {
      throw new Error(`'${importId}' is no id of a security group rule to import`);
    }
    const group = sources.find((source) => source.startsWith("sg-"));
    const cidrBlocks = sources.filter((source) => /^[\d.]+\/\d+$/.test(source));
    const known: Rules = {
      securityGroupId,
      type,
      protocol,
      fromPort: Number(from),
      toPort: Number(to),
      self: sources.includes("self"),
      cidrBlocks: cidrBlocks.length > 0 ? cidrBlocks : undefined,
      sourceSecurityGroupId: group,
    };
    return Promise.resolve({ id: idOf(known), known });
  },
});

/** Made up, as the real provider does: AWS has one rule per source. */
function idOf(rules: Rules): string {
  const { type, securityGroupId, protocol = "", fromPort, toPort, self } = rules;
  const sources = [
    rules.cidrBlocks,
    rules.ipv6CidrBlocks,
    rules.prefixListIds,
    rules.sourceSecurityGroupId,
    self,
  ];
  return `sgrule-${crc32(JSON.stringify([securityGroupId, type, protocolName(protocol), fromPort, toPort, sources]))}`;
}

function permission({ protocol = "", description: Description, ...rules }: Rules): IpPermission {
  const group = rules.self ? rules.securityGroupId : rules.sourceSecurityGroupId;
  const all = protocolName(protocol) === "-1";
  return {
    IpProtocol: protocolName(protocol),
    FromPort: all ? undefined : rules.fromPort,
    ToPort: all ? undefined : rules.toPort,
    IpRanges: rules.cidrBlocks?.map((CidrIp) => ({ CidrIp, Description })),
    Ipv6Ranges: rules.ipv6CidrBlocks?.map((CidrIpv6) => ({ CidrIpv6, Description })),
    PrefixListIds: rules.prefixListIds?.map((PrefixListId) => ({ PrefixListId, Description })),
    UserIdGroupPairs: group ? [{ GroupId: group, Description }] : undefined,
  };
}

/** AWS's rules that this resource stands for. */
async function find(aws: Aws, rules: Rules): Promise<SecurityGroupRule[]> {
  const Filters = where({ "group-id": rules.securityGroupId ?? "" });
  const found = await ec2(aws).send(new DescribeSecurityGroupRulesCommand({ Filters }));
  const wanted = permission(rules);
  return (found.SecurityGroupRules ?? []).filter(
    (rule) =>
      rule.IsEgress === (rules.type === "egress") &&
      rule.IpProtocol === wanted.IpProtocol &&
      (wanted.IpProtocol === "-1" || (rule.FromPort === wanted.FromPort && rule.ToPort === wanted.ToPort)) &&
      (wanted.IpRanges?.some(({ CidrIp }) => CidrIp === rule.CidrIpv4) ||
        wanted.Ipv6Ranges?.some(({ CidrIpv6 }) => CidrIpv6 === rule.CidrIpv6) ||
        wanted.PrefixListIds?.some(({ PrefixListId }) => PrefixListId === rule.PrefixListId) ||
        wanted.UserIdGroupPairs?.some(({ GroupId }) => GroupId === rule.ReferencedGroupInfo?.GroupId)),
  );
}
