import { diff } from "../table/diff";
import type { Values } from "../protocol/values";
import { parseConfig } from "./config";
import { connect } from "./connect";
import { isGone } from "./errors";
import { lookUp } from "./lifecycle";
import { entryOf } from "./resources";
import type { Session } from "./session";

/** A resource as the engine's state has it. */
interface Recorded {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/**
 * Looks for what an engine that was killed may have created without learning of it, and completes it where its
 * creation takes several steps.
 *
 * @param resource the resource whose creation is pending
 * @param provider the provider that it belongs to
 * @param env an environment in which AWS and credentials are found
 * @returns its id, or undefined if it was not created or there is no telling which object it is
 */
export async function findExisting(
  { type, inputs }: Recorded,
  provider: Recorded | undefined,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (!type.startsWith("aws:") || !provider) return undefined;
  const session = await connect(parseConfig(plain(provider.inputs)), {
    endpoint: env.AWS_ENDPOINT_URL,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
      sessionToken: env.AWS_SESSION_TOKEN,
    },
  });
  return find(type, plain(inputs), session);
}

/** The object must be one that needs no replacement to become what the inputs say: others are not ours. */
async function find(type: string, inputs: Values, session: Session): Promise<string | undefined> {
  const entry = entryOf(type);
  const aws = session.operation({ region: inputs.region as string | undefined });
  try {
    const id = await entry.find?.(aws, inputs);
    const state = id === undefined ? undefined : await lookUp({ entry, aws, defaultTags: {} }, id, inputs);
    if (!state || [...diff(entry.properties, state, inputs).values()].some(({ replace }) => replace))
      return undefined;
    return id;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function plain(values: Recorded["inputs"]): Values {
  return (values ?? {}) as Values;
}
