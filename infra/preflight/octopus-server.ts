import type { OctopusSettings } from "../config/octopus";
import { builtInFeed } from "../config/octopus-steps";
import type { Problem } from "../config/problems";
import { apiKeyVariable, urlVariable, type Connection } from "../octopus/connection";
import { namedFeeds, type NamedFeed } from "../octopus/feeds";
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
 * old, it does not take the key, or it lacks the space or, where the space is there, a feed in it.
 *
 * @see https://octopus.com/docs/octopus-rest-api
 */
export async function serverProblems(
  settings: Pick<OctopusSettings, "accounts" | "space" | "projects">,
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
  const asOurs = { "X-Octopus-ApiKey": connection.apiKey };
  const spaces = await get("/api/spaces/all", asOurs);
  const problems = [...versionProblems(version, usesOf(settings)), ...keyProblems(spaces.status)];
  const known = namedIn(spaces);
  if (!known) return problems;
  const { existing, name } = settings.space;
  const space = called(existing ?? name ?? "", known);
  if (!space) return [...problems, ...spaceProblems(existing, known)];
  // Every space has the built-in feed, so that most settings need no look.
  const feeds = namedFeeds(settings).filter((feed) => feed.name !== builtInFeed);
  if (feeds.length === 0) return problems;
  const there = namedIn(await get(`/api/${space.Id}/feeds/all`, asOurs));
  return there ? [...problems, ...feedProblems(feeds, space.Name, there)] : problems;
}

/** What lists of Octopus are made of. */
interface Named {
  readonly Id: string;
  readonly Name: string;
}

/** Undefined for what is no list, e.g. because the key may not see it. */
function namedIn({ body }: Answer): readonly Named[] | undefined {
  return Array.isArray(body) && body.every(isNamed) ? body : undefined;
}

function isNamed(value: unknown): value is Named {
  const { Id, Name } = (value ?? {}) as Partial<Named>;
  return typeof Id === "string" && typeof Name === "string";
}

/** Octopus tells neither names nor ids apart by the case of letters. */
function called(nameOrId: string, all: readonly Named[]): Named | undefined {
  const wanted = nameOrId.toLowerCase();
  return all.find(({ Id, Name }) => [Id.toLowerCase(), Name.toLowerCase()].includes(wanted));
}

const names = (all: readonly Named[]): string => all.map(({ Name }) => Name).join(", ");

function keyProblems(status: number): Problem[] {
  if (status !== 401 && status !== 403) return [];
  const message =
    "is not taken by the server: it may have been revoked or have expired; create another under your profile, My API Keys";
  return [{ setting: apiKeyVariable, message }];
}

/** @param existing undefined where the space is one that we make */
function spaceProblems(existing: string | undefined, known: readonly Named[]): Problem[] {
  if (existing === undefined) return [];
  const message = `is ${existing}, which the server does not have, or does not show to this key: write one of ${names(known)}`;
  return [{ setting: "octopus.space.existing", message }];
}

function feedProblems(
  feeds: readonly NamedFeed[],
  space: string,
  there: readonly Named[],
): readonly Problem[] {
  return feeds
    .filter(({ name }) => !there.some(({ Name }) => Name.toLowerCase() === name.toLowerCase()))
    .map(({ setting, name }) => ({
      setting,
      message:
        `is ${name}, which the space ${space} does not have, or does not show to this key: create the feed in Octopus, ` +
        `or write one of ${names(there)}`,
    }));
}

/** What went wrong underneath, e.g. `ECONNREFUSED`. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return `within ${timeoutMs / 1000} s`;
  return cause?.code ?? cause?.message ?? message;
}
