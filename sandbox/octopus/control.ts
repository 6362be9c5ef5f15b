import { z, ZodError } from "zod";

import type { ApiAnswer, ApiRequest } from "./api";
import { faultsSchema } from "./faults";
import type { JsonObject } from "./json";
import type { OctopusState } from "./state";
import type { Store } from "./store";

export const controlPath = "/_octolaunch/";

const versionSchema = z.strictObject({ version: z.string().regex(/^\d+\.\d+\.\d+$/) });

/** The sandbox's own addresses beside the server's: `faults`, `requests`, `documents` and `version`. */
export function control({ method, path, query, body }: ApiRequest, state: OctopusState): ApiAnswer {
  try {
    switch (`${method} ${path.slice(controlPath.length)}`) {
      case "POST faults":
        state.faults.add(faultsSchema.parse(body));
        return answer(200, state.faults.list());
      case "GET faults":
        return answer(200, state.faults.list());
      case "DELETE faults":
        state.faults.clear();
        return answer(200, []);
      case "GET requests":
        return answer(200, state.log.list(query));
      case "DELETE requests":
        state.log.clear();
        return answer(200, []);
      case "GET documents":
        return answer(200, documents(state.store));
      case "PUT version":
        state.version = versionSchema.parse(body).version;
        return answer(200, { version: state.version });
      default:
        return answer(404, { error: `the sandbox has no ${method} ${path}` });
    }
  } catch (error) {
    if (error instanceof ZodError)
      return answer(400, { error: "the body is malformed", problems: error.issues });
    throw error;
  }
}

/** Everything that the server has, as its API answers it: spaces by their ids, collections by their names. */
function documents(store: Store): JsonObject {
  return Object.fromEntries(
    [store.system, ...store.spaces.values()].map((space) => [space.id || "server", space.everything()]),
  );
}

function answer(status: number, body: unknown): ApiAnswer {
  return { status, body: body as ApiAnswer["body"] };
}
