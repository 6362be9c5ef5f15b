import type { OctopusSettings } from "../config/octopus";
import type { Problem } from "../config/problems";
import { apiKeyVariable, urlVariable, type Connection } from "../octopus/connection";
import { usesOf, versionProblems } from "../octopus/server-version";

/** Asks for a document; `fetch` but in tests. */
export type Ask = (
  url: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<Pick<Response, "status" | "json">>;

const timeoutMs = 20_000;

interface Answer {
  readonly status: number;
  /** Undefined for what is no JSON. */
  readonly body: unknown;
}

/**
 * What would stop the program from working with a server that runs already: nobody answers, another one does, it is too
 * old, it does not take the key, or it lacks the space.
 *
 * @see https://octopus.com/docs/octopus-rest-api
 */
export async function serverProblems(
  settings: Pick<OctopusSettings, "accounts" | "space">,
  connection: Connection,
  ask: Ask = fetch,
): Promise<readonly Problem[]> {
  const base = connection.url.replace(/\/+$/, "");
  const { host } = new URL(base);
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
    const answer = await ask(`${base}${path}`, {
      headers: { accept: "application/json", ...headers },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: answer.status, body: await answer.json().catch(() => undefined) };
  };
  const problem = (setting: string, message: string): Problem[] => [{ setting, message }];

  let root: Answer;
  try {
    // Whoever asks is told what the server is; with a wrong key nothing is.
    root = await get("/api");
  } catch (error) {
    return problem(
      urlVariable,
      `leads to ${host}, where nobody answers (${reasonOf(error)}): correct it, or see that the server runs and is ` +
        "reached from here; NODE_EXTRA_CA_CERTS names the file of a certificate authority of your own",
    );
  }
  const { Version: version } = (root.body ?? {}) as { Version?: unknown };
  if (root.status !== 200 || typeof version !== "string") {
    return problem(
      urlVariable,
      `leads to ${host}, which is no Octopus Server (status ${root.status}): write the server's URL, without /app`,
    );
  }
  const spaces = await get("/api/spaces/all", { "X-Octopus-ApiKey": connection.apiKey });
  return [...versionProblems(version, usesOf(settings)), ...keyAndSpaceProblems(settings, spaces, problem)];
}

function keyAndSpaceProblems(
  { space: { existing } }: Pick<OctopusSettings, "space">,
  { status, body }: Answer,
  problem: (setting: string, message: string) => Problem[],
): Problem[] {
  if (status === 401 || status === 403) {
    return problem(
      apiKeyVariable,
      "is not taken by the server: it may have been revoked or have expired; create another under your profile, My API Keys",
    );
  }
  const spaces = Array.isArray(body) ? (body as { Id?: string; Name?: string }[]) : undefined;
  if (!spaces || existing === undefined) return [];
  const isWanted = (name = ""): boolean => name.toLowerCase() === existing.toLowerCase();
  if (spaces.some(({ Id, Name }) => isWanted(Id) || isWanted(Name))) return [];
  const known = spaces.map(({ Name }) => Name).join(", ");
  return problem(
    "octopus.space.existing",
    `is ${existing}, which the server does not have, or does not show to this key: write one of ${known}`,
  );
}

/** What went wrong underneath, e.g. `ECONNREFUSED`. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return `within ${timeoutMs / 1000} s`;
  return cause?.code ?? cause?.message ?? message;
}
