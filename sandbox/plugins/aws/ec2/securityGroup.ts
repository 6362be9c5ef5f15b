import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { flag, outputText, regional, tagged as tags, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagList } from "../tags";
import { arnOf, ec2, only, retag, tagged, where } from "./shared";

/** Rules are resources of their own: `aws.vpc.SecurityGroupIngressRule` and its like. */
export const securityGroup = resource({
  type: "aws:ec2/securityGroup:SecurityGroup",
  label: "EC2 Security Group",
  cfn: "AWS::EC2::SecurityGroup",
  properties: {
    ...regional,
    name: text({ replace: true, autoname: { max: 255 }, cfn: "GroupName" }),
    description: text({ replace: true, default: "Managed by Pulumi", cfn: "GroupDescription" }),
    vpcId: text({ replace: true, computed: true }),
    revokeRulesOnDelete: flag({ default: false, local: true, cfn: false }),
    ...tags,
    arn: outputText,
    ownerId: outputText,
  },

  /** AWS lets a new group reach everything; like the real provider, we leave it without any rule. */
  async create(aws, inputs) {
    const request = new CreateSecurityGroupCommand({
      GroupName: inputs.name,
      Description: inputs.description,
      VpcId: inputs.vpcId,
      TagSpecifications: tagged("security-group", inputs.tagsAll),
    });
    const { GroupId } = await ec2(aws).send(request);
    const id = GroupId as string;
    try {
      await revoke(aws, id, isDefault);
    } catch (error) {
      await ec2(aws).send(new DeleteSecurityGroupCommand({ GroupId }));
      throw error;
    }
    return id;
  },

  async read(aws, id) {
    const { SecurityGroups } = await ec2(aws).send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }));
    const found = SecurityGroups?.[0];
    return (
      found && {
        name: found.GroupName,
        description: found.Description,
        vpcId: found.VpcId,
        tagsAll: fromTagList(found.Tags),
        arn: arnOf(aws, "security-group", id),
        ownerId: found.OwnerId ?? aws.accountId,
      }
    );
  },

  retag,

  async find(aws, { vpcId = "", name = "" }) {
    const Filters = where({ "vpc-id": vpcId, "group-name": name });
    const { SecurityGroups } = await ec2(aws).send(new DescribeSecurityGroupsCommand({ Filters }));
    const id = only(SecurityGroups)?.GroupId;
    if (id) await revoke(aws, id, isDefault);
    return id;
  },

  async delete(aws, id, { revokeRulesOnDelete }) {
    if (revokeRulesOnDelete) await revoke(aws, id, () => true);
    await ec2(aws).send(new DeleteSecurityGroupCommand({ GroupId: id }));
  },
});

/** The rule that AWS gives to every new group. */
function isDefault({ IsEgress, IpProtocol, CidrIpv4, Description }: SecurityGroupRule): boolean {
  return IsEgress === true && IpProtocol === "-1" && CidrIpv4 === "0.0.0.0/0" && !Description;
}

async function revoke(aws: Aws, GroupId: string, which: (rule: SecurityGroupRule) => boolean): Promise<void> {
  const Filters = where({ "group-id": GroupId });
  const found = await ec2(aws).send(new DescribeSecurityGroupRulesCommand({ Filters }));
  for (const { SecurityGroupRuleId = "", IsEgress } of (found.SecurityGroupRules ?? []).filter(which)) {
    const request = { GroupId, SecurityGroupRuleIds: [SecurityGroupRuleId] };
    await (IsEgress
      ? ec2(aws).send(new RevokeSecurityGroupEgressCommand(request))
      : ec2(aws).send(new RevokeSecurityGroupIngressCommand(request)));
  }
}
