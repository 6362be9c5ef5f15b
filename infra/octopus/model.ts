import type { OctopusSettings } from "../config/octopus";
import type { Organization } from "../config/model";
import { awsAccounts, type AwsAccount } from "./accounts";
import { octopusEnvironments } from "./environments";
import { displayName, slugOf, variableSetName } from "./names";
import { projectSettings, projects, type Project } from "./projects";
import { targets, type EksTarget } from "./targets";
import { variables, type Variable } from "./variables";
import { workerPools, type WorkerPool } from "./worker-pools";

/** What is kept in Octopus, with every name and reference resolved. Ids are not in it: Octopus gives them. */
export interface OctopusModel {
  readonly server: OctopusSettings["server"];
  readonly space: Space;
  /** In the order of promotion. */
  readonly environments: readonly OctopusEnvironment[];
  readonly workerPools: readonly WorkerPool[];
  readonly lifecycle: Lifecycle;
  readonly projectGroup: string;
  readonly accounts: readonly AwsAccount[];
  /** Each is scoped to one environment and stands in its variable set; every project includes these. */
  readonly variables: readonly Variable[];
  readonly targets: readonly EksTarget[];
  readonly projects: readonly Project[];
}

/** A space that is created, or the name or id of one that is there. The slug is what Octopus makes of the name. */
export type Space =
  | {
      readonly kind: "created";
      readonly name: string;
      readonly slug: string;
      /** Ids of the teams that manage it. */
      readonly managers: readonly string[];
    }
  | { readonly kind: "existing"; readonly nameOrId: string; readonly slug: string };

export interface OctopusEnvironment {
  /** The environment's name in the settings, e.g. `dev`. Set it: what Octopus makes up could differ. */
  readonly slug: string;
  /** E.g. `Dev`. */
  readonly name: string;
  /** Name of the library variable set with its variables, e.g. `AWS Dev`. */
  readonly variableSet: string;
}

/** The way of a release: one phase an environment, each behind the one before. */
export interface Lifecycle {
  readonly name: string;
  readonly phases: readonly { readonly name: string; readonly environment: string }[];
}

/**
 * The model of what is kept in Octopus. Names that refer to nothing are left out: `checks.ts` reports them, and nothing
 * is created with a model that has problems.
 */
export function octopusModel(settings: OctopusSettings, organization: Organization): OctopusModel {
  const named = projectSettings(settings, organization);
  const space = spaceOf(settings);
  const environments = octopusEnvironments(organization);
  const clusters = targets(settings, organization);
  const accounts = awsAccounts(settings, organization, { space, projects: named, targets: clusters });
  return {
    server: settings.server,
    space,
    environments: environments.map(({ name }) => ({
      slug: name,
      name: displayName(name),
      variableSet: variableSetName(name),
    })),
    workerPools: workerPools(settings, organization),
    lifecycle: {
      name: settings.lifecycle,
      phases: environments.map(({ name }) => ({ name: displayName(name), environment: name })),
    },
    projectGroup: settings.projectGroup,
    accounts,
    variables: variables(settings, organization, accounts),
    targets: clusters,
    projects: projects(settings, organization, named),
  };
}

/** The team that every server has, and that may do everything in any space anyway. */
const administrators = ["teams-administrators"];

function spaceOf({ space: { name, existing, managers } }: OctopusSettings): Space {
  return name === undefined
    ? { kind: "existing", nameOrId: existing ?? "", slug: slugOf(existing ?? "") }
    : { kind: "created", name, slug: slugOf(name), managers: managers ?? administrators };
}
