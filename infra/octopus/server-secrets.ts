import type { Problem } from "../config/problems";

/** What the server's pods read from secrets of Kubernetes, and the variables of the program's environment it comes from. */
export const serverSecretVariables = {
  connectionstring: "OCTOPUS_SERVER_CONNECTION_STRING",
  masterkey: "OCTOPUS_SERVER_MASTER_KEY",
  licensekey: "OCTOPUS_SERVER_LICENSE",
  adminusername: "OCTOPUS_SERVER_ADMIN_USERNAME",
  adminpassword: "OCTOPUS_SERVER_ADMIN_PASSWORD",
} as const;

/** Name of a secret as the chart has it, behind the release's name. */
export type ServerSecretName = keyof typeof serverSecretVariables;

/** Contents of the server's secrets. One without a content keeps the content that an earlier run gave it. */
export type ServerSecrets = Readonly<Partial<Record<ServerSecretName, string>>>;

/** What is to be given to the server. */
export interface CheckedServerSecrets {
  /** Malformed contents. No content is repeated. */
  readonly problems: readonly Problem[];
  /** What a first run cannot do without. */
  readonly missing: readonly Problem[];
  readonly secrets: ServerSecrets;
}

/**
 * Reads the server's secrets from the program's environment. They are needed once; a later run has them in the
 * cluster already, and takes from the environment what is to change.
 *
 * @param replicas more than one need a license for high availability
 * @param created whether an earlier run has created the secrets
 * @param variables of the environment, e.g. `process.env`
 */
export function serverSecrets(
  replicas: number,
  created: boolean,
  variables: Readonly<Record<string, string | undefined>>,
): CheckedServerSecrets {
  const names = Object.keys(serverSecretVariables) as ServerSecretName[];
  const given = names.flatMap((name) => {
    const content = variables[serverSecretVariables[name]] ?? "";
    return content === "" ? [] : [[name, content] as const];
  });
  const secrets: Partial<Record<ServerSecretName, string>> = Object.fromEntries(given);
  const problems = given.flatMap(([name, content]) => problemsOf(name, content));
  if (created) return { problems, missing: [], secrets };

  const missing = names
    .filter((name) => secrets[name] === undefined && (name !== "licensekey" || replicas > 1))
    .map((name) => ({ setting: serverSecretVariables[name], message: `is not set: ${howToGet[name]}` }));
  // The chart's pods read every one of them. Without a license the server runs as one of the free tier.
  return { problems, missing, secrets: { licensekey: "", ...secrets } };
}

const howToGet: Readonly<Record<ServerSecretName, string>> = {
  connectionstring:
    "write how the server reaches its database, e.g. Server=tcp:host,1433;Database=Octopus;...",
  masterkey: "make one with openssl rand -base64 16, and keep it: nobody can restore the server without it",
  licensekey: "write the license in base64; several replicas need one for high availability",
  adminusername: "write the name of the first administrator",
  adminpassword: "write the password of the first administrator",
};

function problemsOf(name: ServerSecretName, content: string): Problem[] {
  const problem = (message: string): Problem[] => [{ setting: serverSecretVariables[name], message }];
  if (content !== content.trim()) return problem("has spaces or a line break around it: remove them");
  switch (name) {
    case "masterkey":
      if (/^[A-Za-z0-9+/]{22}==$/.test(content)) return [];
      return problem("is no master key, which is 16 bytes in base64: make one with openssl rand -base64 16");
    case "licensekey":
      if (/^[A-Za-z0-9+/]+={0,2}$/.test(content)) return [];
      return problem("is not in base64: write what base64 -w0 license.xml prints");
    case "connectionstring":
      if (/(^|;)\s*(server|data source)\s*=/i.test(content)) return [];
      return problem("names no server: write a connection string of SQL Server, Server=tcp:host,1433;...");
    default:
      return [];
  }
}
