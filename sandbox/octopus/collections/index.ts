import { accounts } from "./accounts";
import { certificates } from "./certificates";
import type { Collection } from "./collection";
import { environments } from "./environments";
import { feeds } from "./feeds";
import { lifecycles } from "./lifecycles";
import { machines, workers } from "./machines";
import { machinePolicies, workerPools } from "./pools";
import { processes } from "./processes";
import { projectGroups, projects } from "./projects";
import { spaces, teams } from "./spaces";
import { tenants } from "./tenants";
import { libraryVariableSets } from "./variable-sets";
import { variables } from "./variables";

/** What the server has, by the names that addresses give it. */
export const collections: ReadonlyMap<string, Collection> = new Map(
  Object.entries({
    accounts,
    certificates,
    deploymentprocesses: processes,
    environments,
    feeds,
    libraryvariablesets: libraryVariableSets,
    lifecycles,
    machinepolicies: machinePolicies,
    machines,
    projectgroups: projectGroups,
    projects,
    spaces,
    teams,
    tenants,
    variables,
    workerpools: workerPools,
    workers,
  }),
);
