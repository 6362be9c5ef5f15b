import { text, type JsonObject } from "../json";
import type { Document, Space } from "../store";
import { all, type Collection } from "./collection";
import { wrongEndpoint } from "./endpoints";

/** What deployment targets and workers have in common. Nothing reports on their health here. */
const machine: JsonObject = {
  Endpoint: null,
  HasLatestCalamari: false,
  HealthStatus: "Unknown",
  IsDisabled: false,
  IsInProcess: false,
  MachinePolicyId: null,
  OperatingSystem: "Unknown",
  ShellName: "Unknown",
  ShellVersion: "Unknown",
  Status: "Unknown",
  StatusSummary: "",
  Thumbprint: null,
  Uri: null,
};

const references = [
  { at: "MachinePolicyId", to: "machinepolicies" },
  { at: "Endpoint.DefaultWorkerPoolId", to: "workerpools" },
  { at: "Endpoint.Authentication.AccountId", to: "accounts" },
  { at: "Endpoint.ClusterCertificate", to: "certificates" },
];

const filters = { commStyles: "Endpoint.CommunicationStyle", thumbprint: "Thumbprint" };

export const machines: Collection = {
  noun: "deployment target",
  type: "DeploymentTarget",
  ids: "Machines",
  methods: all,
  named: true,
  defaults: {
    ...machine,
    EnvironmentIds: [],
    Roles: [],
    TenantedDeploymentParticipation: "Untenanted",
    TenantIds: [],
    TenantTags: [],
  },
  required: ["EnvironmentIds", "Roles"],
  references: [
    ...references,
    { at: "EnvironmentIds.[]", to: "environments" },
    { at: "TenantIds.[]", to: "tenants" },
  ],
  filters: { ...filters, environmentIds: "EnvironmentIds.[]", roles: "Roles.[]" },
  complete: withPolicy,
  problems: wrongEndpoint,
};

export const workers: Collection = {
  noun: "worker",
  type: "Worker",
  ids: "Workers",
  methods: all,
  named: true,
  defaults: { ...machine, WorkerPoolIds: [] },
  required: ["WorkerPoolIds"],
  references: [...references, { at: "WorkerPoolIds.[]", to: "workerpools" }],
  filters,
  complete: withPolicy,
  problems: wrongEndpoint,
};

function withPolicy(one: Document, space: Space): Document {
  const policies = [...space.documents("machinepolicies").values()];
  const fallback = policies.find(({ IsDefault }) => IsDefault === true)?.Id ?? null;
  return { ...one, MachinePolicyId: text(one.MachinePolicyId) || fallback };
}
