import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type IpPermission,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { number, outputText, regional, tagged as tags, text, type Typed } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagList } from "../tags";
import { protocolName, sameProtocol } from "./protocols";
import { arnOf, ec2, retag, tagged, where } from "./shared";

const properties = {
  ...regional,
  securityGroupId: text({ required: true, replace: true, cfn: "GroupId" }),
  ipProtocol: text({ required: true, same: sameProtocol }),
  fromPort: number(),
  toPort: number(),
  cidrIpv4: text({ cfn: "CidrIp" }),
  cidrIpv6: text(),
  description: text(),
  ...tags,
  tagsAll: { ...tags.tagsAll, cfn: false },
  arn: outputText,
  securityGroupRuleId: outputText,
} as const;

const ingressProperties = {
  ...properties,
  prefixListId: text({ cfn: "SourcePrefixListId" }),
  referencedSecurityGroupId: text({ cfn: "SourceSecurityGroupId" }),
};

const egressProperties = {
  ...properties,
  prefixListId: text({ cfn: "DestinationPrefixListId" }),
  referencedSecurityGroupId: text({ cfn: "DestinationSecurityGroupId" }),
};

type Rule = Typed<typeof ingressProperties>;

export const securityGroupIngressRule = resource({
  type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  label: "VPC Security Group Ingress Rule",
  cfn: "AWS::EC2::SecurityGroupIngress",
  properties: ingressProperties,
  async create(aws, inputs) {
    const { SecurityGroupRules } = await ec2(aws).send(
      new AuthorizeSecurityGroupIngressCommand(request(inputs)),
    );
    return SecurityGroupRules?.[0]?.SecurityGroupRuleId as string;
  },
  read,
  update,
  retag,
  find: (aws, inputs) => find(aws, inputs, false),
  async delete(aws, id, { securityGroupId }) {
    const revoked = { GroupId: securityGroupId, SecurityGroupRuleIds: [id] };
    await ec2(aws).send(new RevokeSecurityGroupIngressCommand(revoked));
  },
});

export const securityGroupEgressRule = resource({
  type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  label: "VPC Security Group Egress Rule",
  cfn: "AWS::EC2::SecurityGroupEgress",
  properties: egressProperties,
  async create(aws, inputs) {
    const { SecurityGroupRules } = await ec2(aws).send(
      new AuthorizeSecurityGroupEgressCommand(request(inputs)),
    );
    return SecurityGroupRules?.[0]?.SecurityGroupRuleId as string;
  },
  read,
  update,
  retag,
  find: (aws, inputs) => find(aws, inputs, true),
  async delete(aws, id, { securityGroupId }) {
    const revoked = { GroupId: securityGroupId, SecurityGroupRuleIds: [id] };
    await ec2(aws).send(new RevokeSecurityGroupEgressCommand(revoked));
  },
});

function request(inputs: Rule) {
  const TagSpecifications = tagged("security-group-rule", inputs.tagsAll);
  return { GroupId: inputs.securityGroupId, IpPermissions: [permission(inputs)], TagSpecifications };
}

function permission(inputs: Rule): IpPermission {
  const Description = inputs.description;
  const { cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId } = inputs;
  return {
    IpProtocol: protocolName(inputs.ipProtocol ?? ""),
    FromPort: inputs.fromPort,
    ToPort: inputs.toPort,
    IpRanges: cidrIpv4 ? [{ CidrIp: cidrIpv4, Description }] : undefined,
    Ipv6Ranges: cidrIpv6 ? [{ CidrIpv6: cidrIpv6, Description }] : undefined,
    PrefixListIds: prefixListId ? [{ PrefixListId: prefixListId, Description }] : undefined,
    UserIdGroupPairs: referencedSecurityGroupId
      ? [{ GroupId: referencedSecurityGroupId, Description }]
      : undefined,
  };
}

async function read(aws: Aws, id: string): Promise<Rule | undefined> {
  const found = await ec2(aws).send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] }));
  const rule = found.SecurityGroupRules?.[0];
  return (
    rule && {
      ...matchOf(rule),
      securityGroupId: rule.GroupId,
      description: rule.Description || undefined,
      tagsAll: fromTagList(rule.Tags),
      arn: arnOf(aws, "security-group-rule", id),
      securityGroupRuleId: id,
    }
  );
}

/** What a rule is about; AWS has no two rules in a group that are about the same. */
function matchOf(rule: SecurityGroupRule): Rule {
  // With all protocols there are no ports, which AWS writes as -1.
  const port = (value: number | undefined) => (rule.IpProtocol === "-1" ? undefined : value);
  return {
    ipProtocol: rule.IpProtocol,
    fromPort: port(rule.FromPort),
    toPort: port(rule.ToPort),
    cidrIpv4: rule.CidrIpv4 || undefined,
    cidrIpv6: rule.CidrIpv6 || undefined,
    prefixListId: rule.PrefixListId || undefined,
    referencedSecurityGroupId: rule.ReferencedGroupInfo?.GroupId || undefined,
  };
}

async function find(aws: Aws, inputs: Rule, egress: boolean): Promise<string | undefined> {
  const Filters = where({ "group-id": inputs.securityGroupId ?? "" });
  const { SecurityGroupRules } = await ec2(aws).send(new DescribeSecurityGroupRulesCommand({ Filters }));
  const wanted: Rule = { ...inputs, ipProtocol: protocolName(inputs.ipProtocol ?? "") };
  return SecurityGroupRules?.find((rule) => {
    const match = Object.entries(matchOf(rule)) as [keyof Rule, unknown][];
    return rule.IsEgress === egress && match.every(([name, value]) => wanted[name] === value);
  })?.SecurityGroupRuleId;
}

async function update(aws: Aws, SecurityGroupRuleId: string, inputs: Rule): Promise<void> {
  const IpProtocol = protocolName(inputs.ipProtocol ?? "");
  const all = IpProtocol === "-1" ? -1 : undefined;
  const SecurityGroupRule = {
    IpProtocol,
    FromPort: all ?? inputs.fromPort,
    ToPort: all ?? inputs.toPort,
    CidrIpv4: inputs.cidrIpv4,
    CidrIpv6: inputs.cidrIpv6,
    PrefixListId: inputs.prefixListId,
    ReferencedGroupId: inputs.referencedSecurityGroupId,
    Description: inputs.description,
  };
  const SecurityGroupRules = [{ SecurityGroupRuleId, SecurityGroupRule }];
  await ec2(aws).send(
    new ModifySecurityGroupRulesCommand({ GroupId: inputs.securityGroupId, SecurityGroupRules }),
  );
}
