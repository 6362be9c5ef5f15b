import { text } from "../json";
import { all, type Collection } from "./collection";
import { emptyVariableSet } from "./variables";

/** Sets of variables that projects include. */
export const libraryVariableSets: Collection = {
  noun: "library variable set",
  type: "LibraryVariableSet",
  ids: "LibraryVariableSets",
  methods: all,
  named: true,
  defaults: { Description: "", ContentType: "Variables", Templates: [], VariableSetId: null },
  complete: (set) => ({ ...set, VariableSetId: `variableset-${set.Id}` }),
  problems: ({ ContentType }) =>
    ContentType === "Variables"
      ? []
      : [`The sandbox's Octopus Server does not know library variable sets of '${text(ContentType)}'.`],
  stored: (set, space) => {
    const variables = space.documents("variables");
    const owned = emptyVariableSet(set, space);
    if (!variables.has(owned.Id)) variables.set(owned.Id, owned);
  },
  removed: ({ Id }, space) => {
    space.documents("variables").delete(`variableset-${Id}`);
  },
};
