import { readFileSync } from "node:fs";
import { join } from "node:path";

import { CORE_SCHEMA, load } from "js-yaml";

import { allDeployRoles } from "../infra/config/deploy-roles";
import { holdingAccounts } from "../infra/config/guardrails";
import type { Organization } from "../infra/config/model";
import { deployRolePath, iamArn } from "../infra/config/names";
import { refuse } from "../infra/config/problems";
import { checkSettings } from "../infra/config/settings";
import { documentProblems } from "../infra/documents/check";
import { guardrailDocuments } from "../infra/documents/guardrails/policies";
import { oidcRolePath, type AwsAccount } from "../infra/octopus/accounts";
import { octopusModel } from "../infra/octopus/model";
import type { WrittenSettings } from "./config/settings";
import { policiesOf } from "./pack";
import { rules } from "./rules";

/**
 * The configuration of the pack for the organization of a project, as `--policy-pack-config` takes it: the same for
 * every rule.
 *
 * @param folder of the project, e.g. `/home/me/octolaunch`
 * @throws RunError with all that is wrong with the project's settings
 */
export function policyConfig(folder: string): Readonly<Record<string, WrittenSettings>> {
  const { organization, accounts } = checkedOf(folder);
  const settings = policySettings(organization, accounts);
  return Object.fromEntries(policiesOf(rules).map(({ name }) => [name, settings]));
}

/**
 * What the rules have to know of an organization.
 *
 * @param known what Octopus knows of its accounts
 */
export function policySettings(organization: Organization, known: readonly AwsAccount[]): WrittenSettings {
  const { partition, launchers, management, guardrails } = organization;
  const { mode } = guardrails;
  const roles = known.flatMap(({ oidc }) => oidc ?? []);
  const [issuer] = roles;
  return {
    launcherRoleArn: oneOrMore(launchers.map(({ arn }) => arn)),
    deployRoles: [
      // Their names as well as their path: an attachment names a role without its path.
      ...allDeployRoles(organization).map(({ arn }) => arn),
      iamArn(partition, "*", "role", deployRolePath, "*"),
      ...guardrails.roles,
    ],
    managementAccountId: management.id,
    accounts: holdingAccounts(organization, guardrails.roles),
    binding: launchers.flatMap(({ mechanism, bindings }) =>
      bindings.map(({ namespace, serviceAccount }) => ({
        cluster: mechanism.clusterName,
        namespace,
        serviceAccount,
      })),
    ),
    mechanism: "podIdentity",
    oidc: {
      roles: [...roles.map(({ roleArn }) => roleArn), iamArn(partition, "*", "role", oidcRolePath, "*")],
      ...(issuer && { issuer: issuer.host, audience: issuer.audience, space: issuer.space }),
    },
    guardrails:
      mode === "external"
        ? { mode, ...(guardrailDocuments(organization, known) as WrittenDocuments) }
        : { mode },
  };
}

type WrittenDocuments = Pick<WrittenSettings["guardrails"], "scp" | "rcp">;

function oneOrMore<T>(values: readonly T[]): T | readonly T[] {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}

/** The organization of a project, and what Octopus knows of its accounts, without anything wrong in them. */
function checkedOf(folder: string): {
  readonly organization: Organization;
  readonly accounts: readonly AwsAccount[];
} {
  const filename = join(folder, "Pulumi.yaml");
  const { config } = load(readFileSync(filename, "utf8"), { schema: CORE_SCHEMA, filename }) as {
    config?: Record<string, { default?: unknown } | undefined>;
  };
  const written = config?.organization?.default;
  const octopus = config?.octopus?.default;
  const { settings, problems } = checkSettings({
    organization: written,
    projectOrganization: written,
    environment: "tooling",
    network: undefined,
    cluster: undefined,
    octopus,
    projectOctopus: octopus,
  });
  refuse(problems);
  if (!settings) throw new Error("settings without problems are complete");
  const { organization } = settings;
  const { accounts } = octopusModel(settings.octopus, organization);
  refuse(documentProblems(organization, accounts));
  return { organization, accounts };
}
