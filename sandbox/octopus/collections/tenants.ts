import { items } from "../json";
import { all, type Collection } from "./collection";

export const tenants: Collection = {
  noun: "tenant",
  type: "Tenant",
  ids: "Tenants",
  methods: all,
  named: true,
  defaults: {
    Description: "",
    ProjectEnvironments: {},
    TenantTags: [],
    ClonedFromTenantId: null,
    IsDisabled: false,
  },
  references: [
    { at: "ProjectEnvironments.{}", to: "projects" },
    { at: "ProjectEnvironments.*.[]", to: "environments" },
  ],
  problems: ({ TenantTags }) =>
    items(TenantTags).length > 0 ? ["The sandbox's Octopus Server does not know tag sets."] : [],
};
