import { kinds, type GuardrailKind } from "../documents/guardrails/policies";
import type { Organization } from "../config/model";
import type { Problem } from "../config/problems";

/** The organization as AWS has it, as far as guardrails depend on it. */
export interface OrganizationFacts {
  /** E.g. `o-a1b2c3d4e5`. */
  readonly id: string;
  /** Whether it has all features, or only consolidated billing. */
  readonly allFeatures: boolean;
  /** E.g. `r-ab12`. */
  readonly rootId: string;
  /** Types that are enabled at the root, e.g. `SERVICE_CONTROL_POLICY`. */
  readonly policyTypes: readonly string[];
  /** Id of each account to its status, e.g. `ACTIVE`. */
  readonly accounts: ReadonlyMap<string, string>;
  /** Id of each OU that is a target to the accounts beneath it; undefined for one that does not exist. */
  readonly beneath: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** How many policies of others are attached, where it was looked at. */
  readonly occupied: readonly Occupied[];
}

export interface Occupied {
  readonly kind: GuardrailKind;
  readonly target: string;
  /** Attached policies that are not ours, AWS's own among them. */
  readonly others: number;
}

/**
 * Everything that would stop the guardrails from being attached, found before anything is created.
 *
 * @param needed how many policies there are of each kind
 */
export function targetProblems(
  organization: Organization,
  facts: OrganizationFacts,
  needed: Readonly<Record<GuardrailKind, number>>,
): Problem[] {
  return [
    ...organizationIdProblems(organization, facts.id),
    ...typeProblems(facts),
    ...existenceProblems(organization, facts),
    ...coverageProblems(organization, facts),
    ...spaceProblems(organization, facts, needed),
  ];
}

const setting = "organization.guardrails";

/** The id stands in the STS endpoint's policy, which with a wrong one would cut everything in the VPC off from STS. */
export function organizationIdProblems({ id }: Organization, actual: string): Problem[] {
  if (id === actual) return [];
  return [
    {
      setting: "organization.id",
      message: `is ${id}, and the accounts belong to ${actual}: write ${actual}`,
    },
  ];
}

function typeProblems({ allFeatures, policyTypes, rootId }: OrganizationFacts): Problem[] {
  if (!allFeatures) {
    return [
      {
        setting,
        message:
          "need an organization with all features, and this one has consolidated billing only: run " +
          "`aws organizations enable-all-features`, or write guardrails: external",
      },
    ];
  }
  return Object.values(kinds)
    .filter(({ type }) => !policyTypes.includes(type))
    .map(({ type, plural }) => ({
      setting,
      message:
        `need ${plural}, which the organization has not enabled: run ` +
        `\`aws organizations enable-policy-type --root-id ${rootId} --policy-type ${type}\``,
    }));
}

function existenceProblems(organization: Organization, facts: OrganizationFacts): Problem[] {
  const { guardrails, accounts } = organization;
  const named = new Map(accounts.map(({ name, id }) => [id, `organization.accounts.${name}.id`]));
  return unique([...guardrails.scpTargets, ...guardrails.rcpTargets]).flatMap((id): Problem[] => {
    const place = named.get(id) ?? `${setting}.${guardrails.testing ? "testTargets" : "targets"}`;
    if (/^\d{12}$/.test(id)) {
      const status = facts.accounts.get(id);
      if (status === "ACTIVE") return [];
      const what = status === undefined ? "no account of the organization" : `an account that is ${status}`;
      return [{ setting: place, message: `is ${id}, ${what}: correct it or remove it` }];
    }
    if (id.startsWith("r-")) {
      if (id === facts.rootId) return [];
      return [{ setting: place, message: `has ${id}, and the organization's root is ${facts.rootId}` }];
    }
    if (facts.beneath.get(id)) return [];
    return [
      {
        setting: place,
        message:
          `has ${id}, an OU that the organization does not have: ` +
          `\`aws organizations list-organizational-units-for-parent --parent-id ${facts.rootId}\` lists those that it has`,
      },
    ];
  });
}

/** An account whose own people the SCP does not bind could rewrite its deploy roles. */
function coverageProblems({ guardrails, accounts }: Organization, facts: OrganizationFacts): Problem[] {
  const { scpTargets, rcpTargets, testing } = guardrails;
  if (testing) return [];
  const covers = (target: string, id: string): boolean =>
    target === id || target === facts.rootId || (facts.beneath.get(target)?.has(id) ?? false);
  const bare = rcpTargets.filter((id) => !scpTargets.some((target) => covers(target, id)));
  if (bare.length === 0) return [];
  const names = bare.map((id) => accounts.find((account) => account.id === id)?.name ?? id);
  return [
    {
      setting: `${setting}.targets`,
      message:
        `leave out ${names.join(", ")}, which ${bare.length === 1 ? "holds" : "hold"} guarded roles: add ` +
        `${bare.length === 1 ? "it" : "them"} or an OU above`,
    },
  ];
}

function spaceProblems(
  { limits }: Organization,
  { occupied }: OrganizationFacts,
  needed: Readonly<Record<GuardrailKind, number>>,
): Problem[] {
  return occupied.flatMap(({ kind, target, others }) => {
    const { plural, most } = kinds[kind];
    const all = most(limits) + 1;
    if (others + needed[kind] <= all) return [];
    return [
      {
        setting,
        message:
          `need ${needed[kind]} more of the ${all} ${plural} that ${target} takes, and ${others} are attached: merge ` +
          `or detach some, or attach ours elsewhere (targets), or write what AWS has raised the quota to ` +
          `(organization.limits.${kind}sPerTarget)`,
      },
    ];
  });
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
