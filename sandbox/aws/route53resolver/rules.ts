import { isIPv4, isIPv6 } from "node:net";

import type {
  CreateResolverRuleRequest,
  ResolverRule,
  ResolverRuleAssociation,
  TargetAddress,
  UpdateResolverRuleRequest,
} from "@aws-sdk/client-route53resolver";

import { text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import * as state from "./state";
import { setTags } from "./tags";

const ruleFilters = ["CreatorRequestId", "DomainName", "Name", "ResolverEndpointId", "Status", "TYPE"];
const associationFilters = ["Name", "ResolverRuleId", "Status", "VPCId"];

const domain = /^(?=.{1,256}$)([A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?$/;

const create: Handler = async (call, sandbox) => {
  const { rules } = state.stateOf(call, sandbox);
  const request = call.params as unknown as CreateResolverRuleRequest;
  const { Name, RuleType, DomainName = "", TargetIps, ResolverEndpointId } = request;
  const CreatorRequestId = state.checkFresh(rules.values(), "Resolver rule", call);
  state.checkName(Name);
  if (!domain.test(DomainName)) throw state.invalid(`The domain name '${DomainName}' is invalid`);
  switch (RuleType as string) {
    case "FORWARD":
      checkEndpoint(ResolverEndpointId, call, sandbox);
      break;
    case "SYSTEM":
      if (!TargetIps && !ResolverEndpointId) break;
      throw state.refused("Cannot specify resolver endpoint ID and target IP for SYSTEM type resolver rule");
    default:
      throw state.validation(
        `Value '${String(RuleType)}' at 'ruleType' failed to satisfy constraint: Member must satisfy enum value set: ` +
          "[FORWARD, SYSTEM]",
      );
  }
  const Id = state.newId("rslvr-rr");
  const now = new Date().toISOString();
  const rule: ResolverRule = {
    Id,
    CreatorRequestId,
    Arn: state.arnOf(call, "resolver-rule", Id),
    DomainName: `${DomainName.replace(/\.$/, "")}.`,
    Status: "COMPLETE",
    RuleType,
    Name,
    TargetIps: RuleType === "FORWARD" ? targets(TargetIps, call, sandbox) : undefined,
    ResolverEndpointId,
    OwnerId: call.account,
    ShareStatus: "NOT_SHARED",
    CreationTime: now,
    ModificationTime: now,
  };
  rules.set(Id, rule);
  setTags(rule.Arn ?? "", call, sandbox);
  return { ResolverRule: rule };
};

/** A rule forwards through an outbound endpoint. */
function checkEndpoint(id: string | undefined, call: Call, sandbox: Sandbox): void {
  if (!id) throw state.invalid("A FORWARD rule needs a resolver endpoint");
  const endpoint = state.stateOf(call, sandbox).endpoints.get(id);
  if (!endpoint) throw state.notFound(`Resolver endpoint with ID '${id}' does not exist.`);
  if (endpoint.Direction !== "OUTBOUND")
    throw state.refused(`Resolver endpoint '${id}' is no outbound endpoint`);
}

/** Where to forward to, with AWS's defaults. */
function targets(all: readonly TargetAddress[] = [], call: Call, sandbox: Sandbox): TargetAddress[] {
  if (all.length === 0) throw state.invalid("A FORWARD rule needs at least one target IP");
  if (all.length > sandbox.limits.resolverAddresses) throw state.exceeded("max-target-ips-per-rule", call);
  return all.map(({ Ip, Ipv6, Port = 53, Protocol = "Do53" }) => {
    if ((Ip === undefined) === (Ipv6 === undefined) || !(isIPv4(Ip ?? "") || isIPv6(Ipv6 ?? ""))) {
      throw state.invalid(`Invalid IP address: '${Ip ?? Ipv6 ?? ""}'`);
    }
    if (!Number.isInteger(Port) || Port < 0 || Port > 65535) {
      throw state.validation(
        `Value '${Port}' at 'targetIps.port' failed to satisfy constraint: Member must have value less than or equal ` +
          "to 65535",
      );
    }
    return { Ip, Ipv6, Port, Protocol };
  });
}

function ruleOf(call: Call, sandbox: Sandbox): ResolverRule {
  return state.found(state.stateOf(call, sandbox).rules, "Resolver rule", call, "ResolverRuleId");
}

const update: Handler = async (call, sandbox) => {
  const rule = ruleOf(call, sandbox);
  const { Config = {} } = call.params as unknown as UpdateResolverRuleRequest;
  state.checkName(Config.Name);
  if (Config.ResolverEndpointId !== undefined) checkEndpoint(Config.ResolverEndpointId, call, sandbox);
  if (Config.TargetIps !== undefined) rule.TargetIps = targets(Config.TargetIps, call, sandbox);
  rule.Name = Config.Name ?? rule.Name;
  rule.ResolverEndpointId = Config.ResolverEndpointId ?? rule.ResolverEndpointId;
  rule.ModificationTime = new Date().toISOString();
  return { ResolverRule: { ...rule, Status: "UPDATING" } };
};

const remove: Handler = async (call, sandbox) => {
  const rule = ruleOf(call, sandbox);
  const { rules, associations, tags } = state.stateOf(call, sandbox);
  if ([...associations.values()].some(({ ResolverRuleId }) => ResolverRuleId === rule.Id)) {
    throw new AwsError(
      "ResourceInUseException",
      "Please disassociate this resolver rule from VPC first before deleting",
    );
  }
  rules.delete(rule.Id ?? "");
  tags.delete(rule.Arn ?? "");
  return { ResolverRule: { ...rule, Status: "DELETING" } };
};

const associate: Handler = async (call, sandbox) => {
  const { rules, associations } = state.stateOf(call, sandbox);
  const rule = ruleOf(call, sandbox);
  const [VPCId = "", Name] = [text(call.params, "VPCId"), text(call.params, "Name")];
  state.checkName(Name);
  await sandbox
    .callAs(call, "route53resolver", "ec2", "DescribeVpcs", { VpcId: [VPCId] })
    .catch((error: unknown) => {
      if (error instanceof AwsError) throw state.invalid(`The vpc ID '${VPCId}' does not exist`);
      throw error;
    });
  const rival = [...associations.values()].find(
    (one) => one.VPCId === VPCId && rules.get(one.ResolverRuleId ?? "")?.DomainName === rule.DomainName,
  );
  if (rival) {
    throw state.refused(
      "Cannot associate rules with same domain name with same VPC. Conflict with resolver rule " +
        `'${rival.ResolverRuleId}'`,
    );
  }
  const Id = state.newId("rslvr-rrassoc");
  const association: ResolverRuleAssociation = {
    Id,
    ResolverRuleId: rule.Id,
    Name,
    VPCId,
    Status: "COMPLETE",
    StatusMessage: "",
  };
  associations.set(Id, association);
  return { ResolverRuleAssociation: { ...association, Status: "CREATING" } };
};

const disassociate: Handler = async (call, sandbox) => {
  const { associations } = state.stateOf(call, sandbox);
  const rule = ruleOf(call, sandbox);
  const vpc = text(call.params, "VPCId");
  const gone = [...associations.values()].find(
    ({ ResolverRuleId, VPCId }) => ResolverRuleId === rule.Id && VPCId === vpc,
  );
  if (!gone) {
    throw state.notFound(`Resolver rule association between '${rule.Id}' and '${vpc ?? ""}' does not exist`);
  }
  associations.delete(gone.Id ?? "");
  return { ResolverRuleAssociation: { ...gone, Status: "DELETING" } };
};

const getAssociation: Handler = async (call, sandbox) => {
  const { associations } = state.stateOf(call, sandbox);
  const what = "Resolver rule association";
  return {
    ResolverRuleAssociation: state.found(associations, what, call, "ResolverRuleAssociationId"),
  };
};

export const ruleHandlers: Readonly<Record<string, Handler>> = {
  CreateResolverRule: create,
  GetResolverRule: async (call, sandbox) => ({ ResolverRule: ruleOf(call, sandbox) }),
  ListResolverRules: async (call, sandbox) => ({
    ResolverRules: state.filtered(state.stateOf(call, sandbox).rules.values(), call, ruleFilters),
  }),
  UpdateResolverRule: update,
  DeleteResolverRule: remove,
  AssociateResolverRule: associate,
  DisassociateResolverRule: disassociate,
  GetResolverRuleAssociation: getAssociation,
  ListResolverRuleAssociations: async (call, sandbox) => ({
    ResolverRuleAssociations: state.filtered(
      state.stateOf(call, sandbox).associations.values(),
      call,
      associationFilters,
    ),
  }),
};
