import { collections } from "./collections";
import type { JsonObject } from "./json";
import { parametersOf } from "./lists";

const installation = "0c7019b3-5e1d-4a4c-9d55-6f1f0a3f2c11";

/**
 * What the API says of itself, with addresses of everything it has, as templates.
 *
 * @param version e.g. `2026.2.7312`
 * @param space the space's id for its own root; undefined for the server's
 */
export function root(version: string, space?: string): JsonObject {
  const base = space === undefined ? "/api" : `/api/${space}`;
  const templates = [...collections].map(([name, collection]) => [
    linkNames[name] ?? `${collection.type}s`,
    `${collection.system ? "/api" : base}/${name}{/id}{?${parametersOf(collection).join(",")}}`,
  ]);
  return {
    Application: "Octopus Deploy",
    Version: version,
    ApiVersion: "3.0.0",
    InstallationId: installation,
    IsEarlyAccessProgram: false,
    HasLongTermSupport: false,
    Links: { Self: base, SpaceHome: "/api/{spaceId}", ...Object.fromEntries(templates) },
  };
}

/** Names of links that are not those of their types. */
const linkNames: Readonly<Record<string, string>> = {
  deploymentprocesses: "DeploymentProcesses",
  machinepolicies: "MachinePolicies",
  machines: "Machines",
  variables: "Variables",
};
