import { characters, policy, type PolicyDocument } from "../../trust/documents/policy";
import { statementProblems } from "../../trust/documents/syntax";
import type { DeployRole, Launcher, Organization } from "../config/model";
import type { Problem } from "../config/problems";
import type { AwsAccount, OidcAccount } from "../octopus/accounts";
import { deployPermissions, deployTrust } from "./deploy-role";
import { guardrailDocuments, kinds, type GuardrailKind } from "./guardrails/policies";
import { launcherTrust } from "./launcher";
import { oidcTrust } from "./oidc-role";
import { permissionSets } from "./permission-sets";
import { shardsFit } from "./shards";

/**
 * What AWS would refuse in the documents of an organization, said in terms of its settings.
 *
 * @param accounts what Octopus knows of them, for the roles of its own tokens
 */
export function documentProblems(organization: Organization, accounts: readonly AwsAccount[]): Problem[] {
  const environments = [organization.tooling, ...organization.environments];
  // A role has the same settings in every account of its environment; one account speaks for all.
  const roles = environments.flatMap(({ accounts, deployRoles }) =>
    deployRoles.filter(({ account }) => account === accounts[0]),
  );
  return [
    ...roles.flatMap((role) => deployRoleProblems(organization, role)),
    ...organization.launchers.flatMap((launcher) => launcherProblems(organization, launcher)),
    ...oidcRoleProblems(
      organization,
      accounts.flatMap(({ oidc }) => oidc ?? []),
    ),
    ...guardrailProblems(organization, accounts),
  ];
}

function deployRoleProblems(organization: Organization, role: DeployRole): Problem[] {
  const problems: Problem[] = [];
  role.permissions.forEach((source, index) => {
    const setting = `${role.setting}.permissions[${index}]`;
    if (typeof source !== "string") {
      for (const { place, message } of statementProblems(source, "permissions", setting)) {
        problems.push({ setting: place, message });
      }
    } else if (!Object.hasOwn(permissionSets, source)) {
      problems.push({
        setting,
        message:
          `is ${source}, which is no permission set: write one of ${Object.keys(permissionSets).join(", ")}, or ` +
          "a statement with Effect, Action and Resource",
      });
    }
  });

  const { inlinePolicyCharacters, trustPolicyCharacters } = organization.limits;
  const size = characters(deployPermissions(organization, role));
  if (size > inlinePolicyCharacters) {
    problems.push({
      setting: `${role.setting}.permissions`,
      message:
        `make a policy of ${size} characters for ${role.name}, and IAM takes ${inlinePolicyCharacters}: use wildcards ` +
        "within one service, or split the role in two",
    });
  }
  const trust = deployTrust(role);
  const fitting = statementsThatFit(trust, trustPolicyCharacters);
  if (fitting < trust.Statement.length) {
    problems.push({
      setting: role.setting,
      message:
        `is bound to ${trust.Statement.length} service accounts, and its trust policy holds ${fitting} in ` +
        `${trustPolicyCharacters} characters: ${howToRaise}`,
    });
  }
  return problems;
}

function launcherProblems({ limits }: Organization, launcher: Launcher): Problem[] {
  const problems: Problem[] = [];
  const fitting = statementsThatFit(launcherTrust(launcher), limits.trustPolicyCharacters);
  if (fitting < launcher.bindings.length) {
    problems.push({
      setting: `${launcher.setting}.bindings`,
      message:
        `are ${launcher.bindings.length}, and the launcher's trust policy holds ${fitting} in ` +
        `${limits.trustPolicyCharacters} characters: ${howToRaise}`,
    });
  }

  const setting = `${launcher.setting}.policyShards`;
  const most = limits.managedPoliciesPerRole;
  if (launcher.policyShards > most) {
    problems.push({
      setting,
      message:
        `is ${launcher.policyShards}, and a role takes ${most} managed policies: write ${most} or less, or raise ` +
        "AWS's quota and write organization.limits.managedPoliciesPerRole",
    });
  } else if (launcher.policyShards > 0 && !shardsFit(launcher, launcher.policyShards, limits)) {
    const enough = Array.from({ length: most }, (_, index) => index + 1).find((shards) =>
      shardsFit(launcher, shards, limits),
    );
    problems.push({
      setting,
      message: enough
        ? `is ${launcher.policyShards}, too few for the ARNs of ${launcher.targets.length} deploy roles: write ${enough}`
        : `cannot be high enough: ${launcher.targets.length} deploy roles do not fit into ${most} managed policies; ` +
          "raise AWS's quota and write organization.limits.managedPoliciesPerRole, or add a second launcher",
    });
  }
  return problems;
}

/** One message for all roles: the same settings make the subjects of each. */
function oidcRoleProblems({ limits }: Organization, all: readonly OidcAccount[]): Problem[] {
  const size = (oidc: OidcAccount): number => characters(oidcTrust(oidc));
  const [longest] = [...all].sort((one, other) => size(other) - size(one));
  const most = limits.trustPolicyCharacters;
  if (!longest || size(longest) <= most) return [];
  const { roleName, subjects } = longest;
  const over = subjects.findIndex(
    (_, index) => size({ ...longest, subjects: subjects.slice(0, index + 1) }) > most,
  );
  return [
    {
      setting: "octopus.oidc.subjectKeys",
      message:
        `make ${subjects.length} subjects for ${roleName}, and its trust policy holds ${over} in ${most} characters: ` +
        "leave project out of execution, so that all projects of the space have one subject, list fewer " +
        "octopus.projects, runbooks or octopus.clusters, or have AWS raise the quota and write " +
        "organization.limits.trustPolicyCharacters (e.g. 4096)",
    },
  ];
}

function guardrailProblems(organization: Organization, accounts: readonly AwsAccount[]): Problem[] {
  const documents = guardrailDocuments(organization, accounts);
  return (Object.keys(kinds) as GuardrailKind[])
    .filter((kind) => documents[kind] === undefined)
    .map((kind) => {
      const { plural, characters: most, most: policies } = kinds[kind];
      const { limits } = organization;
      return {
        setting: "organization.guardrails",
        message:
          `do not fit into ${policies(limits)} ${plural} of ${most(limits)} characters: guard fewer single roles or ` +
          `name patterns, give roles the same name in every environment, or write what AWS has raised the quota to ` +
          `(organization.limits.${kind}Characters, ${kind}sPerTarget)`,
      };
    });
}

/** How many statements of a document, from the first on, are within a limit in characters. */
function statementsThatFit({ Statement: statements }: PolicyDocument, limit: number): number {
  const over = statements.findIndex(
    (_, index) => characters(policy(...statements.slice(0, index + 1))) > limit,
  );
  return over < 0 ? statements.length : over;
}

const howToRaise =
  "bind fewer, or have AWS raise the quota and write organization.limits.trustPolicyCharacters (e.g. 4096)";
