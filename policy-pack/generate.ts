import { readFileSync } from "node:fs";
import { join } from "node:path";

import { CORE_SCHEMA, load } from "js-yaml";

import { allDeployRoles } from "../infra/config/deploy-roles";
import type { Organization } from "../infra/config/model";
import { deployRolePath, iamArn } from "../infra/config/names";
import { refuse } from "../infra/config/problems";
import { checkSettings } from "../infra/config/settings";
import { documentProblems } from "../infra/documents/check";
import { guardrailDocuments } from "../infra/documents/guardrails/policies";
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
  const settings = policySettings(organizationOf(folder));
  return Object.fromEntries(policiesOf(rules).map(({ name }) => [name, settings]));
}

/** What the rules have to know of an organization. */
export function policySettings(organization: Organization): WrittenSettings {
  const { partition, accounts, launchers, management, guardrails } = organization;
  const { mode } = guardrails;
  return {
    launcherRoleArn: oneOrMore(launchers.map(({ arn }) => arn)),
    deployRoles: [
      // Their names as well as their path: an attachment names a role without its path.
      ...allDeployRoles(organization).map(({ arn }) => arn),
      iamArn(partition, "*", "role", deployRolePath, "*"),
      ...guardrails.roles,
    ],
    managementAccountId: management.id,
    accounts: accounts.map(({ id }) => id),
    binding: launchers.flatMap(({ mechanism, bindings }) =>
      bindings.map(({ namespace, serviceAccount }) => ({
        cluster: mechanism.clusterName,
        namespace,
        serviceAccount,
      })),
    ),
    mechanism: "podIdentity",
    guardrails:
      mode === "external" ? { mode, ...(guardrailDocuments(organization) as WrittenDocuments) } : { mode },
  };
}

type WrittenDocuments = Pick<WrittenSettings["guardrails"], "scp" | "rcp">;

function oneOrMore<T>(values: readonly T[]): T | readonly T[] {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}

function organizationOf(folder: string): Organization {
  const filename = join(folder, "Pulumi.yaml");
  const { config } = load(readFileSync(filename, "utf8"), { schema: CORE_SCHEMA, filename }) as {
    config?: Record<string, { default?: unknown } | undefined>;
  };
  const written = config?.organization?.default;
  const { organization, problems } = checkSettings({
    organization: written,
    projectOrganization: written,
    environment: "tooling",
    network: undefined,
    cluster: undefined,
  });
  refuse(problems);
  if (!organization) throw new Error("an organization without problems was not built");
  refuse(documentProblems(organization));
  return organization;
}
