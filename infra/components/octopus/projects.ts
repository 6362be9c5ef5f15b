import * as octopus from "@pulumi/octopusdeploy";
import * as pulumi from "@pulumi/pulumi";

import { refusal } from "../../config/problems";
import type { Project } from "../../octopus/projects";
import type { ProcessStep } from "../../octopus/steps/process-step";
import type { OctopusEnvironments } from "./environments";

/** What projects are made from. */
export interface OctopusProjectsArgs {
  /** Name of the group that they are in. */
  readonly group: string;
  readonly projects: readonly Project[];
  readonly environments: OctopusEnvironments;
  /** Id of the space that they are in. */
  readonly spaceId: pulumi.Output<string>;
}

/** A group of projects, each with its deployment process. */
export class OctopusProjects extends pulumi.ComponentResource {
  /** @param options with the provider of the space */
  constructor(
    name: string,
    { group, projects, environments, spaceId }: OctopusProjectsArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("octolaunch:index:OctopusProjects", name, {}, options);
    const projectGroupId = new octopus.ProjectGroup("group", { name: group }, { parent: this }).id;
    const feeds = new Feeds(spaceId, this);
    for (const project of projects) {
      const { id: projectId } = new octopus.Project(
        project.slug,
        {
          name: project.name,
          slug: project.slug,
          projectGroupId,
          lifecycleId: environments.lifecycleId,
          includedLibraryVariableSets: Object.values(environments.ids.variableSets),
        },
        { parent: this },
      );
      this.createProcess(project, projectId, environments, feeds);
    }
    this.registerOutputs();
  }

  /** The steps come one after the other: whichever finds the process empty becomes its first. */
  private createProcess(
    { slug, steps }: Project,
    projectId: pulumi.Output<string>,
    environments: OctopusEnvironments,
    feeds: Feeds,
  ): void {
    const { id: processId } = new octopus.Process(slug, { projectId }, { parent: this });
    const created: octopus.ProcessStep[] = [];
    for (const step of steps) {
      created.push(
        new octopus.ProcessStep(
          `${slug}/${step.slug}`,
          {
            processId,
            name: step.name,
            slug: step.slug,
            type: step.actionType,
            environments: step.environments.map((one) => environments.idOf(one)),
            properties: { ...step.properties },
            executionProperties: { ...step.executionProperties },
            workerPoolVariable: step.workerPoolVariable,
            primaryPackage: packageOf(step, feeds),
          },
          { parent: this, dependsOn: created.slice(-1) },
        ),
      );
    }
    new octopus.ProcessStepsOrder(slug, { processId, steps: created.map(({ id }) => id) }, { parent: this });
  }
}

function packageOf({ primaryPackage }: ProcessStep, feeds: Feeds): octopus.ProcessStepArgs["primaryPackage"] {
  if (!primaryPackage) return undefined;
  const { packageId, feed } = primaryPackage;
  return { packageId, feedId: feeds.idOf(feed), acquisitionLocation: "Server" };
}

/** Ids of feeds by their names, each looked up once. */
class Feeds {
  private readonly ids = new Map<string, pulumi.Output<string>>();

  constructor(
    private readonly spaceId: pulumi.Output<string>,
    private readonly parent: pulumi.Resource,
  ) {}

  /** @throws RunError, in the output, when the space has no feed of that name */
  idOf(name: string): pulumi.Output<string> {
    const known = this.ids.get(name) ?? this.lookUp(name);
    this.ids.set(name, known);
    return known;
  }

  private lookUp(name: string): pulumi.Output<string> {
    // With the space's id among the arguments nothing is asked while that is unknown: a provider that does not know its
    // space yet would answer with nothing.
    const { feeds } = octopus.getFeedsOutput(
      { spaceId: this.spaceId, partialName: name },
      { parent: this.parent },
    );
    return feeds.apply((found) => {
      const feed = found.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (feed) return feed.id;
      throw refusal(
        `octopus.projects: a step takes its package from the feed ${name}, which the space does not have. Create the ` +
          `feed in Octopus, or write the name of one that is there` +
          (found.length > 0 ? `, e.g. ${found.map((one) => one.name).join(", ")}.` : "."),
      );
    });
  }
}
