import type { Organization } from "../config/model";

/** A role that an earlier run let a launcher assume, and that the settings no longer have. */
export interface FormerRole {
  readonly arn: string;
  readonly accountId: string;
  /** Name of the launcher. */
  readonly launcher: string;
}

/**
 * What the settings no longer have of what an earlier run set up.
 *
 * @param assumable launcher's name to the ARNs that it could assume, as the last run put them out
 */
export function formerRoles(
  { launchers, guardrails }: Organization,
  assumable: Readonly<Record<string, readonly string[]>>,
): FormerRole[] {
  const described = launchers.flatMap(({ targets }) => targets);
  return launchers.flatMap(({ name }) =>
    (assumable[name] ?? [])
      .filter((arn) => !described.includes(arn))
      .map((arn) => ({ arn, accountId: arn.split(":")[4] ?? "", launcher: name }))
      .filter(({ accountId }) => !guardrails.released.includes(accountId)),
  );
}

/**
 * The organization with roles that still exist although the settings no longer have them: they stay guarded, and
 * their launchers can still assume them, until the stack of their environment has deleted them. Without it a role
 * that is renamed or moves to another account would stand unguarded and unusable between two stacks' runs.
 *
 * @param attached ids that the last run had attached the SCPs to
 */
export function keepFormerRoles(
  organization: Organization,
  remaining: readonly FormerRole[],
  attached: readonly string[],
): Organization {
  const accounts = [...new Set(remaining.map(({ accountId }) => accountId))];
  const { guardrails, launchers } = organization;
  const { scpTargets, rcpTargets, testing } = guardrails;
  return {
    ...organization,
    launchers: launchers.map((launcher) => {
      const kept = remaining.filter((role) => role.launcher === launcher.name).map(({ arn }) => arn);
      return { ...launcher, targets: [...launcher.targets, ...kept] };
    }),
    guardrails: testing
      ? guardrails
      : {
          ...guardrails,
          scpTargets: [...new Set([...scpTargets, ...accounts.filter((id) => attached.includes(id))])],
          rcpTargets: [...new Set([...rcpTargets, ...accounts])],
        },
  };
}
