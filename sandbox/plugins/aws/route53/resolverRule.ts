import {
  CreateResolverRuleCommand,
  DeleteResolverRuleCommand,
  GetResolverRuleCommand,
  ListResolverRulesCommand,
  UpdateResolverRuleCommand,
  type Protocol,
  type ResolverRule,
  type RuleTypeOption,
  type TargetAddress,
} from "@aws-sdk/client-route53resolver";
import { number, object, outputText, regional, set, tagged, text, type Typed } from "../../table/property";
import { resource } from "../entry";
import { isGone } from "../errors";
import type { Aws } from "../session";
import { tagChange, toTagList } from "../tags";
import { creatorRequestId, resolver, retagArn, tagsOf, where } from "./shared";

const target = { ip: text(), ipv6: text(), port: number(), protocol: text() } as const;
type Target = Typed<typeof target>;

/** AWS writes a domain's name with the period at its end. */
const withoutPeriod = (name: string) => (name === "." ? name : name.replace(/\.$/, ""));

/** @see https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/route53resolver/rule.go */
export const resolverRule = resource({
  type: "aws:route53/resolverRule:ResolverRule",
  label: "Route53 Resolver Rule",
  cfn: "AWS::Route53Resolver::ResolverRule",
  properties: {
    ...regional,
    domainName: text({
      required: true,
      replace: true,
      same: (one, other) => withoutPeriod(one) === withoutPeriod(other),
    }),
    ruleType: text({ required: true, replace: true }),
    name: text({ autoname: { max: 64 } }),
    resolverEndpointId: text({ permanent: true }),
    targetIps: set(object(target)),
    ...tagged,
    arn: outputText,
    ownerId: outputText,
    shareStatus: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateResolverRuleCommand({
      CreatorRequestId: creatorRequestId("rule"),
      Name: inputs.name,
      RuleType: inputs.ruleType as RuleTypeOption,
      DomainName: inputs.domainName,
      ResolverEndpointId: inputs.resolverEndpointId,
      TargetIps: toAws(inputs.targetIps),
      Tags: toTagList(inputs.tagsAll),
    });
    return (await resolver(aws).send(request)).ResolverRule?.Id as string;
  },

  async settle(aws, id) {
    await aws.until(`resolver rule ${id} to be complete`, async () => {
      const found = await find(aws, id);
      if (found?.Status === "FAILED") throw new Error(found.StatusMessage);
      return found?.Status === "COMPLETE" ? true : undefined;
    });
  },

  async read(aws, id, known) {
    const found = await find(aws, id);
    if (!found || found.Status === "DELETING") return undefined;
    return {
      domainName: withoutPeriod(found.DomainName ?? ""),
      ruleType: found.RuleType,
      name: found.Name,
      resolverEndpointId: found.ResolverEndpointId,
      targetIps: found.TargetIps?.map((one) => asKnown(one, known.targetIps ?? [])),
      tagsAll: await tagsOf(aws, found.Arn),
      arn: found.Arn,
      ownerId: found.OwnerId,
      shareStatus: found.ShareStatus,
    };
  },

  async update(aws, ResolverRuleId, { name, resolverEndpointId, targetIps }) {
    const Config = { Name: name, ResolverEndpointId: resolverEndpointId, TargetIps: toAws(targetIps) };
    await resolver(aws).send(new UpdateResolverRuleCommand({ ResolverRuleId, Config }));
  },

  retag: (aws, _id, change, { arn }) => retagArn(aws, arn, change),

  async find(aws, { name, domainName = "", resolverEndpointId, tagsAll = {} }) {
    const Filters = where({
      Name: name,
      DomainName: `${withoutPeriod(domainName)}.`,
      ResolverEndpointId: resolverEndpointId,
    });
    const { ResolverRules = [] } = await resolver(aws).send(new ListResolverRulesCommand({ Filters }));
    for (const { Id, Arn, Status } of ResolverRules) {
      if (Status !== "DELETING" && !tagChange(await tagsOf(aws, Arn), tagsAll)) return Id;
    }
    return undefined;
  },

  async delete(aws, ResolverRuleId) {
    await resolver(aws).send(new DeleteResolverRuleCommand({ ResolverRuleId }));
    await aws.until(`resolver rule ${ResolverRuleId} to be deleted`, async () =>
      (await find(aws, ResolverRuleId)) ? undefined : true,
    );
  },
});

async function find(aws: Aws, ResolverRuleId: string): Promise<ResolverRule | undefined> {
  try {
    return (await resolver(aws).send(new GetResolverRuleCommand({ ResolverRuleId }))).ResolverRule;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** With the provider's defaults, which it has for parts of a target as well. */
function toAws(targets: readonly Target[] | undefined): TargetAddress[] | undefined {
  return targets?.map(({ ip, ipv6, port, protocol }) => ({
    Ip: ip,
    Ipv6: ipv6,
    Port: port ?? 53,
    Protocol: (protocol ?? "Do53") as Protocol,
  }));
}

/** As the program has it: a default that it left out is no difference. */
function asKnown({ Ip, Ipv6, Port, Protocol }: TargetAddress, known: readonly Target[]): Target {
  const written = known.find(
    ({ ip, ipv6, port = 53, protocol = "Do53" }) =>
      ip === Ip && ipv6 === Ipv6 && port === Port && protocol === Protocol,
  );
  return written ?? { ip: Ip, ipv6: Ipv6, port: Port, protocol: Protocol };
}
