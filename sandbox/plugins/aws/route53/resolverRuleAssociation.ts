import {
  AssociateResolverRuleCommand,
  DisassociateResolverRuleCommand,
  GetResolverRuleAssociationCommand,
  ListResolverRuleAssociationsCommand,
} from "@aws-sdk/client-route53resolver";
import { regional, text } from "../../table/property";
import { resource } from "../entry";
import { isGone } from "../errors";
import type { Aws } from "../session";
import { resolver, where } from "./shared";

/** @see https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/route53resolver/rule_association.go */
export const resolverRuleAssociation = resource({
  type: "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
  label: "Route53 Resolver Rule Association",
  cfn: "AWS::Route53Resolver::ResolverRuleAssociation",
  properties: {
    ...regional,
    resolverRuleId: text({ required: true, replace: true }),
    vpcId: text({ required: true, replace: true, cfn: "VPCId" }),
    name: text({ replace: true, autoname: { max: 64 } }),
  },

  async create(aws, { resolverRuleId: ResolverRuleId, vpcId: VPCId, name: Name }) {
    const request = new AssociateResolverRuleCommand({ ResolverRuleId, VPCId, Name });
    return (await resolver(aws).send(request)).ResolverRuleAssociation?.Id as string;
  },

  async settle(aws, id) {
    await aws.until(`resolver rule association ${id} to be complete`, async () => {
      const found = await find(aws, id);
      if (found?.Status === "FAILED") throw new Error(found.StatusMessage);
      return found?.Status === "COMPLETE" ? true : undefined;
    });
  },

  async read(aws, id) {
    const found = await find(aws, id);
    if (!found || found.Status === "DELETING") return undefined;
    return { resolverRuleId: found.ResolverRuleId, vpcId: found.VPCId, name: found.Name };
  },

  async find(aws, { resolverRuleId, vpcId }) {
    const Filters = where({ ResolverRuleId: resolverRuleId, VPCId: vpcId });
    const request = new ListResolverRuleAssociationsCommand({ Filters });
    return (await resolver(aws).send(request)).ResolverRuleAssociations?.[0]?.Id;
  },

  async delete(aws, id, { resolverRuleId: ResolverRuleId, vpcId: VPCId }) {
    await resolver(aws).send(new DisassociateResolverRuleCommand({ ResolverRuleId, VPCId }));
    await aws.until(`resolver rule association ${id} to be deleted`, async () =>
      (await find(aws, id)) ? undefined : true,
    );
  },
});

async function find(aws: Aws, ResolverRuleAssociationId: string) {
  try {
    const request = new GetResolverRuleAssociationCommand({ ResolverRuleAssociationId });
    return (await resolver(aws).send(request)).ResolverRuleAssociation;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
