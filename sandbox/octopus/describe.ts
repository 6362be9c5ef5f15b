import { isObject, objects, text, type JsonObject } from "./json";
import { textsAt } from "./paths";
import type { Document } from "./store";

/** What a server has: by a space's id or `server`, then by the collection's name in addresses. */
export type Documents = Readonly<Record<string, Readonly<Record<string, readonly Document[]>>>>;

/** What a server has, for a person: each space with what is in it. */
export function describeServer(documents: Documents): readonly string[] {
  return (documents.server?.spaces ?? []).flatMap(({ Id, Name }) => [
    "",
    `${Name ?? ""} (${Id})`,
    ...describeSpace(documents[Id] ?? {}),
  ]);
}

/** What is told in full, as its names alone say little. */
const told: readonly string[] = ["variables", "deploymentprocesses"];

function describeSpace(space: Readonly<Record<string, readonly Document[]>>): readonly string[] {
  const everything = Object.values(space).flat();
  const nameOf = (id: string): string => everything.find(({ Id }) => Id === id)?.Name ?? id;
  const lists = Object.entries(space)
    .filter(([name, documents]) => documents.length > 0 && !told.includes(name))
    .map(
      ([name, documents]) => `  ${name.padEnd(20)} ${documents.map(({ Name, Id }) => Name ?? Id).join(", ")}`,
    );
  const owners = [...(space.projects ?? []), ...(space.libraryvariablesets ?? [])];
  const details = owners.flatMap(({ Id, Name }) => {
    const owned = (collection: string, key: string): Document | undefined =>
      space[collection]?.find((document) => document[key] === Id);
    const steps = objects(owned("deploymentprocesses", "ProjectId")?.Steps);
    const variables = objects(owned("variables", "OwnerId")?.Variables);
    return [
      ...(steps.length > 0 ? [`  process of ${Name ?? ""}`] : []),
      ...steps.map((step, index) => `    ${index + 1}. ${describeStep(step, nameOf)}`),
      ...(variables.length > 0 ? [`  variables of ${Name ?? ""}`] : []),
      ...variables.map((variable) => `    ${describeVariable(variable, nameOf)}`),
    ];
  });
  return [...lists, ...details];
}

function describeStep(step: JsonObject, nameOf: (id: string) => string): string {
  const types = textsAt(step, "Actions.[].ActionType").join(", ");
  const environments = textsAt(step, "Actions.[].Environments.[]").map(nameOf).join(", ");
  return `${text(step.Name)}: ${types}${environments === "" ? "" : `, in ${environments} only`}`;
}

function describeVariable(variable: JsonObject, nameOf: (id: string) => string): string {
  const value = variable.IsSensitive === true ? "a secret" : nameOf(text(variable.Value));
  const scope = isObject(variable.Scope) ? textsAt(variable.Scope, "*.[]").map(nameOf).join(", ") : "";
  return `${text(variable.Name)} = ${value}${scope === "" ? "" : ` (${scope})`}`;
}
