import { randomUUID } from "node:crypto";

import { isObject, items, objects, text, type Json, type JsonObject } from "../json";
import { textsAt } from "../paths";
import type { Document, Space } from "../store";
import type { Collection } from "./collection";

const types = [
  "String",
  "Sensitive",
  "Certificate",
  "WorkerPool",
  "AmazonWebServicesAccount",
  "AzureAccount",
  "GoogleCloudAccount",
  "UsernamePasswordAccount",
  "GenericOidcAccount",
];

const scopes = ["Environment", "Machine", "Role", "Action", "ProcessOwner", "Channel"];

export const variables: Collection = {
  noun: "variable set",
  type: "VariableSet",
  ids: "variableset",
  methods: ["PUT"],
  versioned: true,
  defaults: { OwnerId: null, Version: 0, Variables: [], ScopeValues: null },
  references: [
    { at: "Variables.[].Scope.Environment.[]", to: "environments" },
    { at: "Variables.[].Scope.Machine.[]", to: "machines" },
    { at: "Variables.[].Scope.Channel.[]", to: "channels" },
    { at: "Variables.[].Scope.ProcessOwner.[]", to: "projects" },
    { at: "Variables.[Type=WorkerPool].Value", to: "workerpools" },
    {
      at: "Variables.[Type=AmazonWebServicesAccount].Value",
      to: "accounts",
      /** @see https://github.com/OctopusDeploy/Issues/issues/6932 */
      refusal:
        "This account cannot be deleted as it is currently referenced by a variable. " +
        "Please refer to account usage for more detail.",
    },
  ],
  complete: (set, space, previous) => ({
    ...set,
    OwnerId: previous?.OwnerId ?? null,
    ScopeValues: scopeValues(space),
    Variables: objects(set.Variables).map(completed),
  }),
  problems: (set, space) => {
    const process = space.documents("deploymentprocesses").get(`deploymentprocess-${text(set.OwnerId)}`);
    const actions = textsAt(process, "Steps.[].Actions.[].Id");
    return objects(set.Variables).flatMap((variable) => wrong(variable, actions));
  },
};

/** The variables that a new project has. */
export function emptyVariableSet({ Id }: Document, space: Space): Document {
  const id = `variableset-${Id}`;
  return {
    ...variables.defaults,
    Id: id,
    SpaceId: space.id,
    OwnerId: Id,
    ScopeValues: scopeValues(space),
    Links: { Self: `/api/${space.id}/variables/${id}` },
  };
}

function completed(variable: JsonObject): JsonObject {
  const sensitive = variable.IsSensitive === true || variable.Type === "Sensitive";
  return {
    Description: "",
    IsEditable: true,
    Prompt: null,
    ...variable,
    Id: text(variable.Id) || randomUUID(),
    Scope: isObject(variable.Scope) ? variable.Scope : {},
    Type: sensitive ? "Sensitive" : text(variable.Type) || "String",
    IsSensitive: sensitive,
    // Nobody is ever told.
    Value: sensitive ? null : (variable.Value ?? null),
  };
}

function wrong(variable: JsonObject, actions: readonly string[]): readonly string[] {
  const name = text(variable.Name);
  const scope = isObject(variable.Scope) ? variable.Scope : {};
  return [
    ...(name === "" ? ["Please provide a name for every variable."] : []),
    ...(types.includes(text(variable.Type))
      ? []
      : [`Variable '${name}' cannot be of type '${text(variable.Type)}'.`]),
    ...Object.keys(scope)
      .filter((kind) => !scopes.includes(kind))
      .map((kind) => `Variable '${name}': the sandbox's Octopus Server does not know the scope ${kind}.`),
    ...items(scope.Action)
      .filter((id) => !actions.includes(String(id)))
      .map((id) => `Variable '${name}' is scoped to the step '${String(id)}', which is not in the process.`),
  ];
}

/** What variables can be scoped to. */
function scopeValues(space: Space): JsonObject {
  const named = (collection: string): Json =>
    [...space.documents(collection).values()].map(({ Id, Name }) => ({ Id, Name }));
  const roles = [...space.documents("machines").values()].flatMap((one) => textsAt(one, "Roles.[]"));
  return {
    Environments: named("environments"),
    Machines: named("machines"),
    Roles: [...new Set(roles)].map((role) => ({ Id: role, Name: role })),
    Actions: [],
    Channels: [],
    Processes: [],
    TenantTags: [],
  };
}
