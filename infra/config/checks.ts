import { allDeployRoles } from "./deploy-roles";
import { guardrailSettingProblems } from "./guardrails";
import { environmentSetting, type Organization } from "./model";
import { clusterRoleNames, tooling } from "./names";
import { partitionOf, partitions, regionsOf } from "./partitions";
import type { Problem } from "./problems";
import type { OrganizationSettings } from "./schema";

/**
 * Accounts that one environment stack may span. Each account needs a provider process of its own, which takes 300 to
 * 430 MB with the real AWS plugin (pulumi-aws #5860).
 */
export const mostAccounts = 8;

/** Everything that is wrong between the settings, where each on its own has the right shape. */
export function organizationProblems(settings: OrganizationSettings, model: Organization): Problem[] {
  return [
    ...regionProblems(settings),
    ...accountProblems(settings),
    ...environmentProblems(settings),
    ...bindingProblems(settings),
    ...roleNameProblems(model),
    ...guardrailSettingProblems(settings.guardrails, model),
  ];
}

function regionProblems({ partition, region, accounts }: OrganizationSettings): Problem[] {
  const written = [
    { setting: "organization.region", region },
    ...Object.entries(accounts).map(([name, account]) => ({
      setting: `organization.accounts.${name}.region`,
      region: account.region ?? region,
    })),
  ];
  return written.flatMap(({ setting, region: name }, index) => {
    if (index > 0 && name === region) return [];
    const owner = partitionOf(name);
    if (owner === partition) return [];
    const message = owner
      ? `is ${name}, a region of partition ${owner}, while organization.partition is ${partition}`
      : `is ${name}, which is no region of ${partitions.join(", ")}: write one of ${regionsOf(partition).join(", ")}`;
    return [{ setting, message }];
  });
}

function accountProblems({
  accounts,
  management,
  tooling: toolingSettings,
}: OrganizationSettings): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map([[management.id, "organization.management"]]);
  for (const [name, { id }] of Object.entries(accounts)) {
    const setting = `organization.accounts.${name}`;
    const owner = owners.get(id);
    if (owner === "organization.management") {
      problems.push({
        setting: `${setting}.id`,
        message:
          "is the management account, which SCPs and RCPs do not bind: no launcher and no deploy role may live " +
          "there, so write a member account's id",
      });
    } else if (owner) {
      problems.push({
        setting: `${setting}.id`,
        message: `is the id of ${owner} too: write one name an account`,
      });
    }
    owners.set(id, owners.get(id) ?? setting);
  }
  if (!Object.hasOwn(accounts, toolingSettings.account)) {
    problems.push({
      setting: "organization.tooling.account",
      message: `is ${toolingSettings.account}, which organization.accounts does not have: add it there or name another`,
    });
  }
  return problems;
}

function environmentProblems({ environments, accounts }: OrganizationSettings): Problem[] {
  const problems: Problem[] = [];
  environments.forEach(({ name, accounts: members }, index) => {
    const setting = environmentSetting(index);
    if (name === tooling) {
      problems.push({
        setting: `${setting}.name`,
        message:
          "is tooling, the environment of the tooling account: describe that one in organization.tooling",
      });
    }
    if (environments.findIndex((other) => other.name === name) < index) {
      problems.push({ setting: `${setting}.name`, message: `is ${name} a second time: names are unique` });
    }
    if (members.length > mostAccounts) {
      problems.push({
        setting: `${setting}.accounts`,
        message:
          `has ${members.length} accounts, and a stack takes ${mostAccounts} at most, because each needs a provider ` +
          "process of 300 to 430 MB: split the environment into several, e.g. prod-eu and prod-us",
      });
    }
    members.forEach((member, place) => {
      if (!Object.hasOwn(accounts, member)) {
        problems.push({
          setting: `${setting}.accounts[${place}]`,
          message: `is ${member}, which organization.accounts does not have: add it there or correct the name`,
        });
      } else if (members.indexOf(member) < place) {
        problems.push({
          setting: `${setting}.accounts[${place}]`,
          message: `is ${member} a second time: remove it`,
        });
      }
    });
  });
  return problems;
}

function bindingProblems({
  environments,
  launchers,
  tooling: toolingSettings,
}: OrganizationSettings): Problem[] {
  const problems: Problem[] = [];
  const known = new Set([tooling, ...environments.map(({ name }) => name)]);
  const bound = new Set<string>();
  const subjects = new Map<string, string>();

  launchers.forEach(({ cluster, bindings }, index) => {
    const launcher = `organization.launchers[${index}]`;
    if (cluster !== launchers[0]?.cluster) {
      problems.push({
        setting: `${launcher}.cluster`,
        message: `is ${cluster}, while the first launcher's is ${launchers[0]?.cluster}: the tooling stack has one cluster`,
      });
    }

    bindings.forEach(({ namespace, serviceAccount, environments: names }, place) => {
      const setting = `${launcher}.bindings[${place}]`;
      const subject = `${cluster}/${namespace}/${serviceAccount}`;
      const first = subjects.get(subject);
      if (first) {
        problems.push({
          setting,
          message: `binds ${subject}, as ${first} does: a service account gets one role, so merge the two`,
        });
      }
      subjects.set(subject, setting);
      names.forEach((environment) => {
        bound.add(environment);
        if (!known.has(environment)) {
          problems.push({
            setting: `${setting}.environments`,
            message: `names ${environment}, which is none of ${[...known].join(", ")}`,
          });
        }
      });
    });
  });

  const needed = environments.map(({ name }) => name);
  if (toolingSettings.deployRoles) needed.unshift(tooling);
  for (const name of needed.filter((name) => !bound.has(name))) {
    problems.push({
      setting: "organization.launchers",
      message: `bind no service account to ${name}, so that nobody could have its roles: add it to a binding's environments`,
    });
  }
  return problems;
}

/** Names of roles are unique in an account whatever their path or case. */
function roleNameProblems(organization: Organization): Problem[] {
  const { launchers, provisioning } = organization;
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  const key = (accountId: string, name: string): string => `${accountId}/${name.toLowerCase()}`;
  for (const { account, mechanism } of launchers) {
    for (const name of Object.values(clusterRoleNames(mechanism.clusterName)))
      owners.set(key(account.id, name), `the cluster ${mechanism.clusterName}`);
  }

  for (const { account, name, setting } of [...launchers, ...allDeployRoles(organization)]) {
    const owner =
      name.toLowerCase() === provisioning.roleName.toLowerCase()
        ? "the provisioning role"
        : owners.get(key(account.id, name));
    if (owner && owner !== setting) {
      problems.push({
        setting: `${setting}.name`,
        message:
          `is ${name} in account ${account.id}, where ${owner} has that name; IAM tells names apart neither by ` +
          "path nor by case, so choose another",
      });
    }
    owners.set(key(account.id, name), setting);
  }
  return problems;
}
