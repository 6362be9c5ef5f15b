import { isObject, withDefaults, type JsonObject } from "../json";
import type { Document } from "../store";
import { all, type Collection } from "./collection";
import { emptyProcess } from "./processes";
import { emptyVariableSet } from "./variables";

const connectivityPolicy = {
  AllowDeploymentsToNoTargets: false,
  ExcludeUnhealthyTargets: false,
  SkipMachineBehavior: "None",
  TargetRoles: [],
};

const versioningStrategy = {
  Template: "#{Octopus.Version.LastMajor}.#{Octopus.Version.LastMinor}.#{Octopus.Version.NextPatch}",
  DonorPackage: null,
  DonorPackageStepId: null,
};

export const projectGroups: Collection = {
  noun: "project group",
  type: "ProjectGroup",
  ids: "ProjectGroups",
  methods: all,
  named: true,
  defaults: { Description: "", EnvironmentIds: [], RetentionPolicyId: null },
};

export const projects: Collection = {
  noun: "project",
  type: "Project",
  ids: "Projects",
  methods: all,
  named: true,
  defaults: {
    Description: "",
    LifecycleId: null,
    ProjectGroupId: null,
    IsDisabled: false,
    AllowIgnoreChannelRules: false,
    AutoCreateRelease: false,
    AutoDeployReleaseOverrides: [],
    ClonedFromProjectId: null,
    CombineHealthAndSyncStatusInDashboardLiveStatus: false,
    DefaultGuidedFailureMode: "EnvironmentDefault",
    DefaultToSkipIfAlreadyInstalled: false,
    DeploymentChangesTemplate: null,
    DeploymentProcessId: null,
    DeprovisioningRunbookId: null,
    DiscreteChannelRelease: false,
    ExtensionSettings: [],
    IncludedLibraryVariableSetIds: [],
    IsVersionControlled: false,
    PersistenceSettings: { Type: "Database" },
    ProjectConnectivityPolicy: connectivityPolicy,
    ProjectTags: [],
    ProvisioningRunbookId: null,
    ReleaseCreationStrategy: null,
    ReleaseNotesTemplate: null,
    Templates: [],
    TenantedDeploymentMode: "Untenanted",
    VariableSetId: null,
    VersioningStrategy: versioningStrategy,
  },
  required: ["LifecycleId", "ProjectGroupId"],
  references: [
    { at: "LifecycleId", to: "lifecycles" },
    { at: "ProjectGroupId", to: "projectgroups" },
    { at: "IncludedLibraryVariableSetIds.[]", to: "libraryvariablesets" },
    { at: "ProvisioningRunbookId", to: "runbooks" },
    { at: "DeprovisioningRunbookId", to: "runbooks" },
  ],
  complete: (project) => ({
    ...project,
    ProjectConnectivityPolicy: withDefaults(connectivityPolicy, project.ProjectConnectivityPolicy),
    VersioningStrategy: withDefaults(versioningStrategy, project.VersioningStrategy),
    VariableSetId: `variableset-${project.Id}`,
    DeploymentProcessId: `deploymentprocess-${project.Id}`,
  }),
  problems: ({ IsVersionControlled, PersistenceSettings }) =>
    IsVersionControlled === true || (isObject(PersistenceSettings) && PersistenceSettings.Type !== "Database")
      ? ["The sandbox's Octopus Server keeps projects in its database only, not in Git."]
      : [],
  links: ({ Id }, address) => ({
    DeploymentSettings: `${address}/deploymentsettings`,
    DeploymentProcess: address.replace(/projects\/[^/]+$/, `deploymentprocesses/deploymentprocess-${Id}`),
    Variables: address.replace(/projects\/[^/]+$/, `variables/variableset-${Id}`),
  }),
  stored: (project, space) => {
    const owned: readonly (readonly [string, Document])[] = [
      ["variables", emptyVariableSet(project, space)],
      ["deploymentprocesses", emptyProcess(project, space)],
    ];
    for (const [collection, document] of owned) {
      const documents = space.documents(collection);
      if (!documents.has(document.Id)) documents.set(document.Id, document);
    }
  },
  removed: ({ Id }, space) => {
    space.documents("variables").delete(`variableset-${Id}`);
    space.documents("deploymentprocesses").delete(`deploymentprocess-${Id}`);
  },
};

/** Where a project keeps its settings for deployments, by the names that they have at an address of their own. */
const kept: Readonly<Record<string, string>> = {
  ConnectivityPolicy: "ProjectConnectivityPolicy",
  DefaultGuidedFailureMode: "DefaultGuidedFailureMode",
  DefaultToSkipIfAlreadyInstalled: "DefaultToSkipIfAlreadyInstalled",
  DeploymentChangesTemplate: "DeploymentChangesTemplate",
  ReleaseNotesTemplate: "ReleaseNotesTemplate",
  VersioningStrategy: "VersioningStrategy",
};

/**
 * A project's settings for deployments.
 *
 * @param address theirs, e.g. `/api/Spaces-1/projects/Projects-1/deploymentsettings`
 */
export function deploymentSettings(project: Document, address: string): JsonObject {
  return {
    Id: `deploymentsettings-${project.Id}`,
    ProjectId: project.Id,
    SpaceId: project.SpaceId,
    ...Object.fromEntries(Object.entries(kept).map(([name, property]) => [name, project[property]])),
    Links: { Self: address },
  };
}

/** The project's properties that settings for deployments are. */
export function settingsOf(settings: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(kept).map(([name, property]) => [property, settings[name]]));
}
