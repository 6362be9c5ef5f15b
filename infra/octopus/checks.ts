import type { OctopusSettings } from "../config/octopus";
import type { Organization } from "../config/model";
import { octopusNameCharacters } from "../config/octopus-names";
import type { Problem } from "../config/problems";
import { accountName } from "./accounts";
import { octopusEnvironments } from "./environments";
import { isPrivateHost, issuerHost } from "./issuer";
import { slugOf } from "./names";
import { oidcRoleProblems } from "./oidc-checks";
import { projectProblems } from "./project-checks";
import { notAnEnvironment, placeProblems, unknownEnvironments } from "./references";
import { poolName, serviceAccountsOf, written } from "./worker-pools";

/** Everything that is wrong between the setting `octopus` and the organization. */
export function octopusProblems(settings: OctopusSettings, organization: Organization): Problem[] {
  return [
    ...accountProblems(organization),
    ...poolProblems(settings, organization),
    ...oidcProblems(settings),
    ...oidcRoleProblems(settings, organization),
    ...unknownEnvironments(
      "octopus.approval.environments",
      settings.approval.environments ?? [],
      organization,
    ),
    ...clusterProblems(settings, organization),
    ...projectProblems(settings, organization),
  ];
}

/** Names of accounts that Octopus would cut or take for one another, where they are made of several names. */
function accountProblems(organization: Organization): Problem[] {
  const taken = new Set<string>();
  return octopusEnvironments(organization).flatMap((environment) =>
    [...new Set(environment.accounts)].flatMap((account) => {
      const name = accountName(environment, account);
      const again = taken.has(slugOf(name));
      taken.add(slugOf(name));
      if (!again && name.length <= octopusNameCharacters) return [];
      return [
        {
          setting: `organization.accounts.${account.name}`,
          message: again
            ? `makes an account ${name} in Octopus, which takes it for one of another environment: choose another name`
            : `makes an account in Octopus whose name is longer than ${octopusNameCharacters} characters: shorten it`,
        },
      ];
    }),
  );
}

function poolProblems(settings: OctopusSettings, organization: Organization): Problem[] {
  const environments = octopusEnvironments(organization);
  const problems: Problem[] = [];
  for (const [name, pool] of Object.entries(settings.workerPools)) {
    const setting = `octopus.workerPools.${name}`;
    const environment = environments.find((one) => one.name === name);
    if (!environment) {
      problems.push({ setting, message: notAnEnvironment(environments) });
      continue;
    }
    const bound = serviceAccountsOf(environment).map(written);
    if (pool.serviceAccount !== undefined && !bound.includes(pool.serviceAccount)) {
      problems.push({
        setting: `${setting}.serviceAccount`,
        message:
          `is ${pool.serviceAccount}, which no launcher is bound to for ${name}: write ` +
          `${bound.join(" or ") || "one"}, or add it to organization.launchers`,
      });
    }
  }
  const names = environments.map(({ name }) => poolName(settings, name));
  environments.forEach(({ name }, index) => {
    const first = names.findIndex((other) => slugOf(other) === slugOf(names[index] ?? ""));
    if (first < index) {
      problems.push({
        setting: `octopus.workerPools.${name}.name`,
        message:
          `is ${names[index]}, which the pool of ${environments[first]?.name} is called too, so that a step for one ` +
          "could run with the roles of the other: choose another",
      });
    }
  });
  return problems;
}

function oidcProblems({ accounts, oidc, space }: OctopusSettings): Problem[] {
  if (!accounts.includes("oidc")) {
    if (oidc === undefined) return [];
    const message = "is described, and octopus.accounts does not have oidc: add it there, or remove this";
    return [{ setting: "octopus.oidc", message }];
  }
  if (oidc === undefined) {
    const message =
      "is missing, and octopus.accounts has oidc: write the URL under which AWS reaches the server, e.g. " +
      "{ issuer: https://octopus.example.com }";
    return [{ setting: "octopus.oidc", message }];
  }
  const problems: Problem[] = [];
  const host = issuerHost(oidc.issuer);
  if (host === undefined) {
    problems.push({
      setting: "octopus.oidc.issuer",
      message: "is no issuer: write https:// and the server's host, without a port or path",
    });
  } else if (isPrivateHost(host)) {
    problems.push({
      setting: "octopus.oidc.issuer",
      message:
        `is ${host}, a private name or address, from which AWS cannot fetch the keys to check tokens by: make the ` +
        "server's discovery document public, or use ambient credentials, which need no way in",
    });
  }
  if (space.existing !== undefined && /^spaces-\d+$/i.test(space.existing)) {
    problems.push({
      setting: "octopus.space.existing",
      message: "is an id, while subjects of tokens are made of the space's name: write the name",
    });
  }
  return problems;
}

function clusterProblems({ clusters }: OctopusSettings, organization: Organization): Problem[] {
  return clusters.flatMap(({ name, environment: wanted, account, role }, index) => {
    const setting = `octopus.clusters[${index}]`;
    const problems = unknownEnvironments(`${setting}.environment`, [wanted], organization, () => "");
    if (clusters.findIndex((other) => slugOf(other.name) === slugOf(name)) < index)
      problems.push({ setting: `${setting}.name`, message: `is ${name} a second time: names are unique` });
    return [...problems, ...placeProblems(setting, [wanted], { account, role }, organization)];
  });
}
