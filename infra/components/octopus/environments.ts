import * as octopus from "@pulumi/octopusdeploy";
import * as pulumi from "@pulumi/pulumi";

import type { OctopusModel } from "../../octopus/model";

/** Ids that Octopus has given, by the environments' slugs. */
export interface OctopusEnvironmentIds {
  readonly environments: Readonly<Record<string, pulumi.Output<string>>>;
  readonly workerPools: Readonly<Record<string, pulumi.Output<string>>>;
  /** Of the library variable sets. The environments' stacks fill them. */
  readonly variableSets: Readonly<Record<string, pulumi.Output<string>>>;
}

/** What releases go through: environments with their workers and variables, and the lifecycle that orders them. */
export class OctopusEnvironments extends pulumi.ComponentResource {
  readonly ids: OctopusEnvironmentIds;
  readonly lifecycleId: pulumi.Output<string>;

  /** @param options with the provider of the space */
  constructor(
    name: string,
    { environments, workerPools, lifecycle }: OctopusModel,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("octolaunch:index:OctopusEnvironments", name, {}, options);
    const child = { parent: this };

    const byEnvironment = <T extends { readonly environment: string }>(
      all: readonly T[],
      create: (one: T, index: number) => pulumi.CustomResource,
    ): Record<string, pulumi.Output<string>> =>
      Object.fromEntries(all.map((one, index) => [one.environment, create(one, index).id]));

    this.ids = {
      environments: byEnvironment(
        environments.map((one) => ({ ...one, environment: one.slug })),
        ({ slug, name: called }, sortOrder) =>
          new octopus.Environment(slug, { name: called, slug, sortOrder, useGuidedFailure: false }, child),
      ),
      workerPools: byEnvironment(
        workerPools,
        ({ environment, name: called, serviceAccount }) =>
          new octopus.StaticWorkerPool(
            environment,
            {
              name: called,
              description: `Pods of ${serviceAccount.namespace}/${serviceAccount.name}, which may have the roles of ${environment}`,
            },
            child,
          ),
      ),
      variableSets: byEnvironment(
        environments.map((one) => ({ ...one, environment: one.slug })),
        ({ slug, variableSet }) =>
          new octopus.LibraryVariableSet(
            slug,
            { name: variableSet, description: `How steps reach AWS in ${slug}; its stack writes them` },
            child,
          ),
      ),
    };
    this.lifecycleId = new octopus.Lifecycle(
      "lifecycle",
      {
        name: lifecycle.name,
        phases: lifecycle.phases.map((phase) => ({
          name: phase.name,
          optionalDeploymentTargets: [this.idOf(phase.environment)],
          // Nothing goes on before it was in all of a phase.
          minimumEnvironmentsBeforePromotion: 0,
          isOptionalPhase: false,
        })),
      },
      child,
    ).id;
    this.registerOutputs();
  }

  /** @param environment its slug */
  idOf(environment: string): pulumi.Output<string> {
    const id = this.ids.environments[environment];
    if (!id) throw new Error(`the settings were not checked: no environment ${environment}`);
    return id;
  }
}
