import { isObject, objects, text, type Json, type JsonObject } from "./json";
import { textsAt } from "./paths";

/** A resource of the Octopus provider, as the engine's state has it. */
interface Recorded {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** Where documents of a type are, if it is their name that tells them apart. */
const named: Readonly<Record<string, string>> = {
  AwsOpenidConnectAccount: "accounts",
  Certificate: "certificates",
  Environment: "environments",
  KubernetesClusterDeploymentTarget: "machines",
  LibraryVariableSet: "libraryvariablesets",
  Lifecycle: "lifecycles",
  Project: "projects",
  ProjectGroup: "projectgroups",
  StaticWorkerPool: "workerpools",
};

/**
 * Looks for what an engine that was killed may have created in Octopus without learning of it. What comes with
 * something else, like the process of a project, is created by being read and needs no search.
 *
 * @param resource the resource whose creation is pending
 * @param spaceId of its provider; none for a space
 * @param env an environment with OCTOPUS_URL and OCTOPUS_APIKEY
 * @returns its id, or undefined when it was not created
 */
export async function findInOctopus(
  { type, inputs = {} }: Recorded,
  spaceId: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const get = async (path: string): Promise<Json | undefined> => {
    const answer = await fetch(`${env.OCTOPUS_URL}/api/${path}`, {
      headers: { "x-octopus-apikey": env.OCTOPUS_APIKEY ?? "" },
    });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`Octopus answered ${answer.status} to ${path}`);
    return (await answer.json()) as Json;
  };
  const isCalled = ({ Name }: JsonObject): boolean => Name === inputs.name;
  const idAmong = (found: Json | undefined): string | undefined =>
    text(objects(found).find(isCalled)?.Id) || undefined;

  const kind = type.split(":").at(-1) ?? "";
  if (kind === "Space") return idAmong(await get("spaces/all"));
  if (spaceId === undefined) return undefined;
  const collection = named[kind];
  if (collection) return idAmong(await get(`${spaceId}/${collection}/all`));
  if (kind === "ProcessStep") {
    const process = await get(`${spaceId}/deploymentprocesses/${text(inputs.processId as Json)}`);
    return idAmong(isObject(process) ? process.Steps : undefined);
  }
  if (kind === "Variable") {
    const set = await get(`${spaceId}/variables/variableset-${text(inputs.ownerId as Json)}`);
    const wanted = textsAt(inputs.scopes as Json, "[].environments.[]");
    return (
      text(
        objects(isObject(set) ? set.Variables : undefined).find(
          (one) => isCalled(one) && String(textsAt(one, "Scope.Environment.[]")) === String(wanted),
        )?.Id,
      ) || undefined
    );
  }
  return undefined;
}
