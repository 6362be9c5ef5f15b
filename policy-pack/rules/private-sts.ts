import { contextOf } from "../../trust/decide/context";
import { isCaller } from "../../trust/decide/callers";
import type { Caller } from "../../trust/decide/request";
import { evaluate } from "../../trust/decide/statements";
import { statementName } from "../../trust/decide/verdict";
import { readDocument } from "../../trust/documents/read";
import type { Resource } from "../../trust/sources/resources/context";
import { text } from "../../trust/sources/resources/plain";
import { unknown } from "../../trust/truth";
import type { Rule } from "../rule";
import type { Stack } from "../stack";
import { launchersIn } from "../subjects";

/**
 * Where a stack makes both the launcher and its network, calls of STS stay in it, by an endpoint that is no door for
 * strangers. A network that exists is the business of those who made it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_policies.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export const privateSts: Rule = {
  name: "private-sts",
  description: "The launcher calls STS by a private endpoint that is of no use to strangers.",
  level: "advisory",
  *ofStack(stack, settings) {
    const accounts = new Set(launchersIn(stack, settings).map(({ home }) => home.account));
    const isHere = ({ home }: Resource): boolean => accounts.has(home.account);
    if (!stack.ofType("aws:ec2/vpc:Vpc").some(isHere)) return;
    const endpoints = stack.ofType("aws:ec2/vpcEndpoint:VpcEndpoint").filter(isHere);
    const ofSts = endpoints.filter(({ props }) => isSts.test(String(props.serviceName)));
    if (ofSts.length === 0)
      yield {
        message:
          "The launcher's network has no endpoint for STS" +
          (endpoints.some(({ props }) => props.serviceName === unknown)
            ? ", unless one whose serviceName is not known yet is: judged at `pulumi up`."
            : ", so that its calls leave the network.") +
          "\nAdd an aws.ec2.VpcEndpoint for com.amazonaws.<region>.sts, an interface with private DNS.",
      };
    for (const endpoint of ofSts)
      for (const problem of problemsOf(endpoint, stack)) yield { urn: endpoint.urn, message: problem };
  },
};

const isSts = /^(cn\.)?com\.amazonaws\.[a-z0-9-]+\.sts$/;

function* problemsOf(endpoint: Resource, stack: Stack): Iterable<string> {
  const { vpcEndpointType, privateDnsEnabled } = endpoint.props;
  if (vpcEndpointType === unknown || privateDnsEnabled === unknown)
    yield "The type and DNS of the STS endpoint are not known yet and are judged at `pulumi up`.";
  else if (vpcEndpointType !== "Interface" || privateDnsEnabled !== true)
    yield (
      "The usual host names of STS do not lead to its endpoint.\n" +
      'Write vpcEndpointType: "Interface" and privateDnsEnabled: true.'
    );
  const remedy =
    "\nAllow sts:AssumeRole and its kind only under aws:PrincipalOrgID and aws:ResourceOrgID, or to the launcher alone.";
  const problem = policyProblem(policyOf(endpoint, stack));
  if (problem !== undefined) yield problem + remedy;
}

/** Its own, or the one that another resource gives it. */
function policyOf({ urn, props }: Resource, stack: Stack): unknown {
  const given = stack
    .ofType("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy")
    .find(({ comesFrom }) => comesFrom.vpcEndpointId?.includes(urn));
  const policy = (given?.props ?? props).policy;
  return policy === unknown ? unknown : text(policy);
}

function policyProblem(policy: unknown): string | undefined {
  if (policy === undefined)
    return "The STS endpoint has no policy, so that anybody's credentials can assume any role there.";
  if (policy === unknown)
    return "The policy of the STS endpoint is not known yet and is judged at `pulumi up`.";
  const document = readDocument(policy, "endpoint");
  const [malformed] = document.problems;
  if (malformed)
    return `The policy of the STS endpoint is malformed: ${malformed.place} ${malformed.message}.`;
  for (const [action, caller] of strangers) {
    const { allows, denies, applied } = evaluate([{ name: "", document }], {
      action: action.toLowerCase(),
      resource: strangersRole,
      // Whom AWS does not count among everybody in other policies, it does count here: who brings a token.
      isCaller: (principal) =>
        principal.kind === "everybody" ? "yes" : isCaller(caller, undefined)(principal),
      lookup: contextOf({ caller, role: strangersRole, context }, parties),
    });
    const by = applied.find(({ effect }) => effect !== "Deny");
    if (allows === "no" || denies === "yes" || !by) continue;
    const may = allows === "yes" && denies === "no" ? "lets" : "may let";
    return `The policy of the STS endpoint ${may} strangers use ${action} (${statementName(by)}).`;
  }
  return undefined;
}

/** Somebody of another organization, who brings credentials along or takes ours away to a role of that one. */
const strangersAccount = { id: "000000000000", isManagement: false, levels: [] };
const strangersRole = `arn:aws:iam::${strangersAccount.id}:role/Stranger`;
const parties = {
  callerAccount: strangersAccount,
  role: { arn: strangersRole, tags: new Map<string, string>() },
  roleAccount: strangersAccount,
};
const context = {
  ...Object.fromEntries(["principal", "resource"].map((of) => [`aws:${of}orgid`, ["o-ofstrangers"]])),
  ...Object.fromEntries(["principal", "resource"].map((of) => [`aws:${of}orgpaths`, ["o-ofstrangers/r-0/"]])),
};
const strangers: readonly (readonly [action: string, caller: Caller])[] = [
  ["sts:AssumeRole", { kind: "session", role: strangersRole, name: "stranger" }],
  ["sts:AssumeRoleWithWebIdentity", { kind: "webIdentity", provider: "accounts.google.com", claims: {} }],
];
