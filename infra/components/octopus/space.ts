import * as octopus from "@pulumi/octopusdeploy";
import * as pulumi from "@pulumi/pulumi";

import type { Space as SpaceModel } from "../../octopus/model";

/**
 * The space that holds everything of ours in Octopus: one that is created, or one that is there.
 *
 * One that is created is protected, because with it Octopus deletes whatever others keep in it, releases and their
 * history included.
 */
export class OctopusSpace extends pulumi.ComponentResource {
  /** E.g. `Spaces-2`. */
  readonly spaceId: pulumi.Output<string>;

  /** @param options with the provider of the server, which is of no space */
  constructor(name: string, space: SpaceModel, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:OctopusSpace", name, {}, options);
    this.spaceId = this.find(name, space);
    this.registerOutputs();
  }

  private find(name: string, space: SpaceModel): pulumi.Output<string> {
    if (space.kind === "created") {
      const { name: called, slug, managers } = space;
      return new octopus.Space(
        name,
        {
          name: called,
          slug,
          description: "Deployments to AWS without keys",
          spaceManagersTeams: [...managers],
        },
        { parent: this, protect: true },
      ).id;
    }
    return isSpaceId(space.nameOrId)
      ? pulumi.output(space.nameOrId)
      : octopus.getSpaceOutput({ name: space.nameOrId }, { parent: this }).id;
  }
}

/** Whether this is an id, e.g. `Spaces-2`, and no name. */
function isSpaceId(nameOrId: string): boolean {
  return /^Spaces-\d+$/i.test(nameOrId);
}
