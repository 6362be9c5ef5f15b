import { randomUUID } from "node:crypto";

import { objects, text } from "../json";
import { all, type Collection } from "./collection";

/** Follows the space's default, which 2025.3 brought. */
const retention = { Strategy: "Default", QuantityToKeep: 0, ShouldKeepForever: true, Unit: "Items" };

export const lifecycles: Collection = {
  noun: "lifecycle",
  type: "Lifecycle",
  ids: "Lifecycles",
  methods: all,
  named: true,
  defaults: {
    Description: "",
    Phases: [],
    ReleaseRetentionPolicy: retention,
    TentacleRetentionPolicy: retention,
  },
  references: [
    { at: "Phases.[].OptionalDeploymentTargets.[]", to: "environments" },
    { at: "Phases.[].AutomaticDeploymentTargets.[]", to: "environments" },
  ],
  complete: (lifecycle) => ({
    ...lifecycle,
    Phases: objects(lifecycle.Phases).map((phase) => ({ ...phase, Id: text(phase.Id) || randomUUID() })),
  }),
  problems: ({ Phases }) => {
    const names = objects(Phases).map(({ Name }) => text(Name));
    return [
      ...names.filter((name) => name === "").map(() => "Please provide a name for every phase."),
      ...names
        .filter((name, index) => name !== "" && names.indexOf(name) < index)
        .map((name) => `There is more than one phase called '${name}'.`),
    ];
  },
};
