import { randomUUID } from "node:crypto";

import { objects, text, type JsonObject } from "../json";
import { slugOf } from "../slugs";
import type { Document, Space } from "../store";
import { actionTypes } from "./actions";
import type { Collection } from "./collection";

export const processes: Collection = {
  noun: "deployment process",
  type: "DeploymentProcess",
  ids: "deploymentprocess",
  methods: ["PUT"],
  versioned: true,
  defaults: { ProjectId: null, Version: 0, Steps: [], LastSnapshotId: null },
  references: [
    { at: "Steps.[].Actions.[].Environments.[]", to: "environments" },
    { at: "Steps.[].Actions.[].ExcludedEnvironments.[]", to: "environments" },
    { at: "Steps.[].Actions.[].Channels.[]", to: "channels" },
    { at: "Steps.[].Actions.[].WorkerPoolId", to: "workerpools" },
    { at: "Steps.[].Actions.[].Packages.[].FeedId", to: "feeds" },
  ],
  complete: (process, _space, previous) => {
    const steps = numbered(objects(process.Steps));
    return {
      ...process,
      ProjectId: previous?.ProjectId ?? null,
      Steps: steps.map((step, index) => ({
        Condition: "Success",
        PackageRequirement: "LetOctopusDecide",
        Properties: {},
        ...step,
        // Before the first there is none to start with.
        StartTrigger: index === 0 ? "StartAfterPrevious" : text(step.StartTrigger) || "StartAfterPrevious",
        Actions: numbered(objects(step.Actions)),
      })),
    };
  },
  problems: ({ Steps }, space) => {
    const steps = objects(Steps);
    return [
      ...repeated(steps).map((name) => `There is more than one step called '${name}'.`),
      ...steps.flatMap((step) => wrong(step, space)),
    ];
  },
};

/** The process that a new project has. */
export function emptyProcess({ Id }: Document, space: Space): Document {
  const id = `deploymentprocess-${Id}`;
  return {
    ...processes.defaults,
    Id: id,
    SpaceId: space.id,
    ProjectId: Id,
    Links: { Self: `/api/${space.id}/deploymentprocesses/${id}` },
  };
}

/** Steps, or actions, with the ids and slugs that the server gives to those that have none. */
function numbered(parts: readonly JsonObject[]): readonly JsonObject[] {
  const slugs = new Set(parts.map(({ Slug }) => text(Slug)));
  return parts.map((part) => {
    const slug = text(part.Slug) || slugOf(text(part.Name), slugs);
    slugs.add(slug);
    return { ...part, Id: text(part.Id) || randomUUID(), Slug: slug };
  });
}

function repeated(parts: readonly JsonObject[]): readonly string[] {
  const names = parts.map(({ Name }) => text(Name));
  return names.filter((name, index) => name !== "" && names.indexOf(name) < index);
}

function wrong(step: JsonObject, space: Space): readonly string[] {
  const name = text(step.Name);
  const actions = objects(step.Actions);
  return [
    ...(name === "" ? ["Please provide a name for every step."] : []),
    ...(actions.length === 0 ? [`Step '${name}' has no action.`] : []),
    ...actions.flatMap((action) => [
      ...(text(action.Name) === "" ? [`Please provide a name for every action of step '${name}'.`] : []),
      ...(actionTypes.includes(text(action.ActionType))
        ? []
        : [
            `Step '${name}': the sandbox's Octopus Server does not know actions of type '${text(action.ActionType)}'.`,
          ]),
      ...unknownTeams(action, space).map((team) => `Step '${name}': there is no team '${team}'.`),
    ]),
  ];
}

/** Who is to approve, and does not exist; variables in their place are for the deployment to find out. */
function unknownTeams({ Properties }: JsonObject, space: Space): readonly string[] {
  const given = text((Properties as JsonObject | undefined)?.["Octopus.Action.Manual.ResponsibleTeamIds"]);
  const teams = given.split(",").map((id) => id.trim());
  const known = (id: string): boolean =>
    [space, space.server.system].some((one) => one.documents("teams").has(id));
  return teams.filter((id) => id !== "" && !id.includes("#{") && !known(id));
}
