import type { OctopusSettings } from "../config/octopus";
import type { Problem } from "../config/problems";
import { hostOf, isLoopback } from "./issuer";

/** Where Octopus is and how the program logs in to it. */
export interface Connection {
  /** E.g. `https://octopus.example.com`. */
  readonly url: string;
  readonly apiKey: string;
}

/** The variables of the program's environment that say so. Settings would be committed, these are not. */
export const urlVariable = "OCTOPUS_URL";
export const apiKeyVariable = "OCTOPUS_APIKEY";

/** The connection, with all that is wrong in it; there when nothing is. */
export interface CheckedConnection {
  readonly problems: readonly Problem[];
  readonly connection?: Connection;
}

/**
 * Reads the connection from the program's environment and checks it without a call.
 *
 * With a server on our own cluster both may be missing, until it runs; one without the other is a problem always.
 * Without a server neither is looked at.
 *
 * @param variables of the environment, e.g. `process.env`
 */
export function octopusConnection(
  { server }: Pick<OctopusSettings, "server">,
  variables: Readonly<Record<string, string | undefined>>,
): CheckedConnection {
  if (server === "none") return { problems: [] };
  const url = variables[urlVariable] ?? "";
  const apiKey = variables[apiKeyVariable] ?? "";
  if (server === "onCluster" && url === "" && apiKey === "") return { problems: [] };
  const problems = [...urlProblems(url), ...apiKeyProblems(apiKey)];
  return problems.length > 0 ? { problems } : { problems, connection: { url, apiKey } };
}

/** Nothing of the URL is repeated but its host: there may be a password in it. */
function urlProblems(url: string): Problem[] {
  const problem = (message: string): Problem[] => [{ setting: urlVariable, message }];
  if (url === "") {
    return problem(
      "is not set in the environment of this program: set it to the server's URL, e.g. https://octopus.example.com, " +
        "or write octopus.server: none, and nothing is kept in Octopus",
    );
  }
  const host = /^https?:\/\//i.test(url) ? hostOf(url) : undefined;
  if (host === undefined || /\s/.test(url)) {
    return problem(
      "is no URL of a server: write it with https:// and the host, e.g. https://octopus.example.com",
    );
  }
  const { protocol, username, password, search, hash } = new URL(url);
  if (username + password !== "")
    return problem(`has a name or password before ${host}: remove them; the API key is what logs in`);
  if (search + hash !== "")
    return problem(`has more than a path after ${host}: write the server's URL alone`);
  if (protocol === "http:" && !isLoopback(host)) {
    return problem(
      `is http to ${host}, so that the API key would cross the network as it is: write https://`,
    );
  }
  return [];
}

function apiKeyProblems(apiKey: string): Problem[] {
  const problem = (message: string): Problem[] => [{ setting: apiKeyVariable, message }];
  const howToGet = "create one in Octopus under your profile, My API Keys";
  if (apiKey === "") return problem(`is not set in the environment of this program: ${howToGet}, and set it`);
  if (/^API-[A-Z0-9]+$/.test(apiKey)) return [];
  if (/^API-[A-Z0-9]+$/.test(apiKey.trim()))
    return problem("has spaces or a line break around it: remove them");
  return problem(`is no API key of Octopus, which is API- and capital letters and digits: ${howToGet}`);
}
