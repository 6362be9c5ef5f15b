import { all, type Collection } from "./collection";

export const environments: Collection = {
  noun: "environment",
  type: "Environment",
  ids: "Environments",
  methods: all,
  named: true,
  defaults: {
    Description: "",
    SortOrder: 0,
    UseGuidedFailure: false,
    AllowDynamicInfrastructure: false,
    EnvironmentTags: [],
    ExtensionSettings: [],
  },
};
