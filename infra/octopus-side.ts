import * as pulumi from "@pulumi/pulumi";

import { OctopusAccess, type OctopusAccessIds } from "./components/octopus/access";
import { OctopusEnvironments, type OctopusEnvironmentIds } from "./components/octopus/environments";
import { OctopusProjects } from "./components/octopus/projects";
import { octopusProvider } from "./components/octopus/provider";
import { OctopusSpace } from "./components/octopus/space";
import { tooling } from "./config/names";
import { refusal, refuse } from "./config/problems";
import type { OctopusSettings } from "./config/octopus";
import type { Connection } from "./octopus/connection";
import type { OctopusModel } from "./octopus/model";
import { serverProblems } from "./preflight/octopus-server";

/** Octopus as the stacks provision it. */
export interface OctopusSide {
  readonly model: OctopusModel;
  /** E.g. `https://octopus.example.com`; undefined while nothing is kept there. */
  readonly url: string | undefined;
}

/**
 * Where Octopus is, if something is kept there: a server of our own has a connection only when it runs.
 *
 * @throws RunError with everything that is wrong with a server that should be there
 */
export async function octopusUrl(
  octopus: OctopusSettings,
  connection: Connection | undefined,
): Promise<string | undefined> {
  if (octopus.server === "existing" && connection) refuse(await serverProblems(octopus, connection));
  if (octopus.server === "onCluster" && !connection) {
    void pulumi.log.warn(
      "nothing is kept in Octopus yet: when the server on the cluster runs, set OCTOPUS_URL and OCTOPUS_APIKEY in the " +
        "environment of this program and bring the stacks up again",
    );
  }
  return connection?.url;
}

/** Of the tooling stack: what the environments' stacks go on with. */
export interface OctopusOutputs extends OctopusEnvironmentIds {
  /** E.g. `Spaces-2`. */
  readonly spaceId: pulumi.Output<string>;
}

/**
 * What all environments share in Octopus: the space, the environments in their order, their worker pools and variable
 * sets, the projects.
 *
 * @param server the server of our own that has to run before; none for one that is there already
 */
export function octopusOfTooling(
  model: OctopusModel,
  url: string,
  server?: pulumi.CustomResource,
): OctopusOutputs {
  // Unknown until the server runs, so that a preview before that asks nobody.
  const address = server ? server.id.apply(() => url) : url;
  const space = new OctopusSpace("octopus-space", model.space, {
    provider: octopusProvider("octopus", { url: address }),
  });
  const { spaceId } = space;
  const options = { provider: octopusProvider("octopus-space", { url: address, spaceId }) };
  const environments = new OctopusEnvironments("octopus-environments", model, options);
  const { projectGroup: group, projects } = model;
  new OctopusProjects("octopus-projects", { group, projects, environments, spaceId }, options);
  return { spaceId, ...environments.ids };
}

/** An output of the tooling stack, as an environment's stack reads it. */
export type OctopusOfTooling = Partial<
  Readonly<Record<"environments" | "workerPools" | "variableSets", Readonly<Record<string, string>>>>
> & { readonly spaceId?: string };

/** Ids in Octopus of one environment, and of the space that it is in. */
export type OctopusEnvironmentPlace = OctopusAccessIds & { readonly spaceId: string };

/**
 * What the tooling stack has made in Octopus for an environment.
 *
 * @param name of the environment
 * @param made what the tooling stack has put out
 * @throws RunError when it has not made all of it
 */
export function placeInOctopus(
  name: string,
  { spaceId, environments, workerPools, variableSets }: OctopusOfTooling = {},
): OctopusEnvironmentPlace {
  const [environment, workerPool, variableSet] = [environments, workerPools, variableSets].map(
    (ids) => ids?.[name],
  );
  if (spaceId && environment && workerPool && variableSet)
    return { spaceId, environment, workerPool, variableSet };
  throw refusal(
    `Nothing was changed: the stack ${tooling} has not made the environment ${name} in Octopus. Run ` +
      `\`pulumi up --stack ${tooling}\` first, with OCTOPUS_URL and OCTOPUS_APIKEY set as here.`,
  );
}

/**
 * One environment in Octopus: accounts, variables and targets.
 *
 * @param environment its name
 * @param place of it in Octopus
 * @param roles what steps assume, to be there before
 */
export function octopusOfEnvironment(
  model: OctopusModel,
  url: string,
  environment: string,
  { spaceId, ...ids }: OctopusEnvironmentPlace,
  roles: pulumi.Resource[],
): void {
  new OctopusAccess(
    "octopus-access",
    { model, environment, ids },
    { provider: octopusProvider("octopus-space", { url, spaceId }), dependsOn: roles },
  );
}
