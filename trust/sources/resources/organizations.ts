import { isAccountId } from "../../documents/arn";
import { unknown, type Unknown } from "../../truth";
import { fullAccess, fullResourceAccess } from "../aws-policies";

import type { Guardrail, GuardrailKind, Tree } from "../levels";
import { reference, type Context, type Resource } from "./context";
import { items, text } from "./plain";

/** What is known beside the resources. */
export interface Assumptions {
  /** Of the organization, e.g. `o-exampleorgid`. */
  readonly organizationId?: string;
  /** Id of the management account. */
  readonly managementAccount?: string;
  /** Ids of parents by ids of accounts and organizational units, up to the root: `{ "111111111111": "ou-ab12-dev" }`. */
  readonly parents?: Readonly<Record<string, string>>;
  /** Nothing but AWS's own FullAWSAccess and RCPFullAWSAccess is attached beside what the resources attach. */
  readonly guardrailsComplete?: boolean;
}

/** What resources and assumptions tell of the organization. */
export interface OrganizationData extends Tree {
  readonly id: string | undefined;
  readonly managementAccount: string | Unknown;
}

const types = {
  organization: "aws:organizations/organization:Organization",
  unit: "aws:organizations/organizationalUnit:OrganizationalUnit",
  account: "aws:organizations/account:Account",
  policy: "aws:organizations/policy:Policy",
  attachment: "aws:organizations/policyAttachment:PolicyAttachment",
};

const kinds: Readonly<Record<string, GuardrailKind | undefined>> = {
  SERVICE_CONTROL_POLICY: "scp",
  RESOURCE_CONTROL_POLICY: "rcp",
};

/** Reads the resources of Organizations. */
export function organizationOf(
  resources: readonly Resource[],
  assumptions: Assumptions,
  context: Context,
): OrganizationData {
  const ofType = (type: string): readonly Resource[] => resources.filter((one) => one.type === type);
  const [organization] = ofType(types.organization);
  const parents = new Map(Object.entries(assumptions.parents ?? {}));
  for (const unit of [...ofType(types.unit), ...ofType(types.account)]) {
    const parent = placeAt(unit, "parentId", context);
    if (typeof parent === "string") parents.set(idOf(unit), parent);
  }
  const { attachments, astray } = attachmentsIn(resources, context);
  const complete = assumptions.guardrailsComplete === true;
  const places = complete ? new Set([...parents].flat().concat(attachments.map(({ target }) => target))) : [];
  return {
    id: organizationId(organization) ?? assumptions.organizationId,
    managementAccount: assumptions.managementAccount ?? managementIn(organization),
    parents,
    names: new Map(ofType(types.unit).map((unit) => [idOf(unit), wordsFor(unit)])),
    attachments: [...attachments, ...Array.from(places, (target) => ({ guardrail: fullAccess, target }))],
    enabled: {
      scp: enabledIn(organization, "SERVICE_CONTROL_POLICY", complete),
      rcp: enabledIn(organization, "RESOURCE_CONTROL_POLICY", complete),
    },
    complete: { scp: complete && !astray.has("scp"), rcp: complete && !astray.has("rcp") },
  };
}

/** The id of a root, unit, account or policy; where it is not known yet, the URN stands for it. */
function idOf({ props, urn }: Resource): string {
  const id = text(props.id);
  return typeof id === "string" ? id : urn;
}

function wordsFor({ props, urn }: Resource): string {
  const name = text(props.name);
  return typeof name === "string" ? name : urn;
}

/** The id of the root, unit or account that a property names. */
function placeAt(resource: Resource, property: string, context: Context): string | undefined | Unknown {
  const inOrder = [types.account, types.unit].map((type) =>
    reference(resource, property, type, idOf, context),
  );
  const found = inOrder.find((id) => id !== unknown) ?? unknown;
  if (found !== unknown || inOrder.includes(undefined)) return found;
  return reference(resource, property, types.organization, ({ urn }) => `r-${urn}`, context);
}

function organizationId(organization: Resource | undefined): string | undefined {
  const id = text(organization?.props.id);
  return typeof id === "string" ? id : undefined;
}

/** The account that an organization is made in is its management account. */
function managementIn(organization: Resource | undefined): string | Unknown {
  const id = text(organization?.props.masterAccountId);
  if (typeof id === "string") return id;
  return organization && isAccountId(organization.home.account) ? organization.home.account : unknown;
}

function enabledIn(organization: Resource | undefined, type: string, complete: boolean): boolean | Unknown {
  const listed = items(organization?.props.enabledPolicyTypes);
  if (listed === undefined) return complete || unknown;
  if (listed === unknown) return unknown;
  return listed.includes(type) || (listed.includes(unknown) ? unknown : false);
}

/** What is attached where, and the kinds of which something is attached to a target that is not known. */
function attachmentsIn(
  resources: readonly Resource[],
  context: Context,
): Pick<Tree, "attachments"> & { readonly astray: ReadonlySet<GuardrailKind> } {
  const policies = resources.filter(({ type }) => type === types.policy);
  const byId = new Map(policies.map((policy) => [idOf(policy), guardrailsOf(policy)]));
  const astray = new Set<GuardrailKind>();
  const attachments = resources
    .filter(({ type }) => type === types.attachment)
    .flatMap((attachment) => {
      const id = reference(attachment, "policyId", types.policy, idOf, context) ?? unknown;
      const guardrails = byId.get(String(id)) ?? own[String(id)] ?? eitherKind(id, attachment);
      const target = placeAt(attachment, "targetId", context) ?? unknown;
      if (target !== unknown) return guardrails.map((guardrail) => ({ guardrail, target }));
      context.report(attachment.urn, "what the policy is attached to is not known");
      for (const { kind } of guardrails) astray.add(kind);
      return [];
    });
  return { attachments, astray };
}

/** Policies that AWS has in every organization. */
const own: Readonly<Record<string, readonly Guardrail[] | undefined>> = {
  "p-FullAWSAccess": [fullAccess],
  "p-RCPFullAWSAccess": [fullResourceAccess],
};

function guardrailsOf(policy: Resource): readonly Guardrail[] {
  const type = text(policy.props.type) ?? "SERVICE_CONTROL_POLICY";
  if (type === unknown) return eitherKind(unknown, policy);
  const kind = kinds[type];
  return kind ? [{ kind, name: wordsFor(policy), document: policy.props.content }] : [];
}

/** A policy of which neither the kind nor the document is known. */
function eitherKind(id: string | Unknown, { urn }: Resource): readonly Guardrail[] {
  const name = typeof id === "string" ? id : `the policy of ${urn}`;
  return (["scp", "rcp"] as const).map((kind) => ({ kind, name, document: unknown }));
}
