import { unknown, type Unknown } from "../../truth";
import type { GuardrailKind, Tree } from "../levels";
import type { Report } from "../reader";
import type { OrganizationDetails } from "./data";

const types: readonly (readonly [type: string, kind: GuardrailKind])[] = [
  ["SERVICE_CONTROL_POLICY", "scp"],
  ["RESOURCE_CONTROL_POLICY", "rcp"],
];

/** The tree of an organization, with what is attached where. */
export function treeOf(organization: OrganizationDetails, report: Report): Tree {
  const { OrganizationalUnits, Accounts, Policies } = organization;
  const attachments = Policies.flatMap(({ PolicySummary: { Name, Type }, Content, Targets }) => {
    const kind = types.find(([type]) => type === Type)?.[1];
    if (!kind) return [];
    const guardrail = { kind, name: Name, document: Content };
    return Targets.map(({ TargetId }) => ({ guardrail, target: TargetId }));
  });
  const enabled = Object.fromEntries(
    types.map(([type, kind]) => [kind, isEnabled(type, organization, report)]),
  ) as Tree["enabled"];
  return {
    parents: new Map([...OrganizationalUnits, ...Accounts].map(({ Id, ParentId }) => [Id, ParentId])),
    names: new Map(OrganizationalUnits.map(({ Id, Name = Id }) => [Id, Name])),
    attachments,
    enabled,
    complete: { scp: true, rcp: true },
  };
}

/**
 * Whether policies of a type are in force. While AWS switches a type on or off they may be.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_PolicyTypeSummary.html
 */
function isEnabled(type: string, { Roots }: OrganizationDetails, report: Report): boolean | Unknown {
  const [root] = Roots;
  const status = root?.PolicyTypes?.find(({ Type }) => Type === type)?.Status;
  if (root?.PolicyTypes && status === undefined) return false;
  if (status === "ENABLED") return true;
  report("the root", `whether policies of the type ${type} are in force is not known`);
  return unknown;
}
