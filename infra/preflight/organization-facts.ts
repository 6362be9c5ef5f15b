import * as aws from "@pulumi/aws";

import { refusal } from "../config/problems";
import type { Organization } from "../config/model";
import { isPolicyName, kinds, type GuardrailKind } from "../documents/guardrails/policies";
import type { Occupied, OrganizationFacts } from "./target-problems";

/** What the last run attached: nothing has to be looked at again where it stands. */
export interface Attached {
  readonly scp: AttachedKind;
  readonly rcp: AttachedKind;
}

export interface AttachedKind {
  readonly policyIds: readonly string[];
  /** Ids of roots, OUs and accounts. */
  readonly targets: readonly string[];
}

/**
 * Reads from AWS what the guardrails depend on.
 *
 * @param provider of the management account
 * @param needed how many policies there are of each kind
 * @throws RunError when the management account cannot be read
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
 */
export async function organizationFacts(
  organization: Organization,
  provider: aws.Provider,
  attached: Attached,
  needed: Readonly<Record<GuardrailKind, number>>,
): Promise<OrganizationFacts> {
  const options = { provider };
  const described = await aws.organizations.getOrganization({}, options).catch((error: unknown) => {
    throw refusal(
      `Nothing was changed: the organization cannot be read with the ambient credentials, which have to be those of ` +
        `the management account ${organization.management.id} (bootstrap/README.md has what they need). Where others ` +
        `own the organization, write guardrails: external. AWS said: ${messageOf(error)}`,
    );
  });
  const [root] = described.roots;
  const targets = wanted(organization);
  const units = [...new Set(targets.map(({ target }) => target))].filter((id) => id.startsWith("ou-"));
  const beneath = await Promise.all(
    units.map(async (parentId) => [parentId, await accountsBeneath(parentId, options)] as const),
  );
  const existing = targets.filter(
    ({ target }) =>
      described.accounts.some(({ id }) => id === target) ||
      target === root?.id ||
      beneath.some(([id, accounts]) => id === target && accounts),
  );
  return {
    id: described.id,
    allFeatures: described.featureSet === "ALL",
    rootId: root?.id ?? "",
    policyTypes: (root?.policyTypes ?? [])
      .filter(({ status }) => status === "ENABLED")
      .map(({ type }) => type),
    accounts: new Map(described.accounts.map(({ id, status }) => [id, status])),
    beneath: new Map(beneath),
    occupied: await Promise.all(
      existing
        .filter(({ kind, target }) => {
          const before = attached[kind];
          return !before.targets.includes(target) || before.policyIds.length < needed[kind];
        })
        .map((one) => occupiedBy(one, attached, needed[one.kind], organization, options)),
    ),
  };
}

/** The organization's id as a member account sees it, for those who have nobody's rights in the management account. */
export async function organizationId(provider: aws.Provider): Promise<string> {
  return (await aws.organizations.getOrganization({ returnOrganizationOnly: true }, { provider })).id;
}

function wanted({ guardrails }: Organization): Pick<Occupied, "kind" | "target">[] {
  return [
    ...guardrails.scpTargets.map((target) => ({ kind: "scp" as const, target })),
    ...guardrails.rcpTargets.map((target) => ({ kind: "rcp" as const, target })),
  ];
}

interface Options {
  readonly provider: aws.Provider;
}

/** Undefined for an OU that does not exist. */
async function accountsBeneath(parentId: string, options: Options): Promise<ReadonlySet<string> | undefined> {
  try {
    const { accounts } = await aws.organizations.getOrganizationalUnitDescendantAccounts(
      { parentId },
      options,
    );
    return new Set(accounts.map(({ id }) => id));
  } catch (error) {
    if (/ParentNotFound|OrganizationalUnitNotFound/.test(messageOf(error))) return undefined;
    throw error;
  }
}

async function occupiedBy(
  { kind, target }: Pick<Occupied, "kind" | "target">,
  attached: Attached,
  needed: number,
  { limits }: Organization,
  options: Options,
): Promise<Occupied> {
  const { type, most } = kinds[kind];
  const { ids } = await aws.organizations.getPoliciesForTarget({ targetId: target, filter: type }, options);
  const others = ids.filter((id) => !attached[kind].policyIds.includes(id));
  if (others.length + needed <= most(limits) + 1) return { kind, target, others: others.length };
  // A run that was interrupted attached some of ours and put nothing out.
  const names = await Promise.all(
    others.map(async (policyId) => (await aws.organizations.getPolicy({ policyId }, options)).name),
  );
  return { kind, target, others: names.filter((name) => !isPolicyName(kind, name)).length };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
