import { ZodError } from "zod";

import { behindSchema, putBehind } from "../eks/behind";
import { reviewFor } from "../eks/reviews";
import type { HttpAnswer, HttpRequest } from "../moto";
import type { SeedOrganization } from "../organization";
import type { Sandbox } from "../sandbox";
import { controlPath } from "./control-path";
import { Faults, faultsSchema } from "./faults";

/**
 * The sandbox's own addresses beside AWS's: `health`, `judge`, `accounts`, `faults`, `requests`, and `clusters` for what
 * runs behind one of EKS, and asks who somebody is and what they may do.
 */
export class Control {
  constructor(
    private readonly sandbox: Sandbox,
    private readonly faults: Faults,
  ) {}

  async answer(http: HttpRequest): Promise<HttpAnswer> {
    const url = new URL(http.path, "http://front");
    const body = (): unknown => JSON.parse(http.body.toString());
    const { log, moto, queue } = this.sandbox;
    const [kind = "", ...rest] = url.pathname.slice(controlPath.length).split("/");
    try {
      switch (`${http.method} ${kind}`) {
        case "GET health":
          return json(200, { pid: process.pid, memory: process.memoryUsage().rss });
        case "POST judge":
          return json(200, await moto.ask("judge", body()));
        case "POST accounts":
          await queue.run(() => this.sandbox.takeIn(body() as SeedOrganization));
          return json(200, {});
        case "POST faults":
          this.faults.add(faultsSchema.parse(body()));
          return json(200, this.faults.list());
        case "GET faults":
          return json(200, this.faults.list());
        case "DELETE faults":
          this.faults.clear();
          return json(200, []);
        case "GET requests":
          return json(200, log.list(url.searchParams));
        case "DELETE requests":
          log.clear();
          return json(200, []);
        case "PUT clusters": {
          const [account = "", region = "", name = ""] = rest.map(decodeURIComponent);
          const found = putBehind({ account, region, name }, behindSchema.parse(body()), this.sandbox);
          return found
            ? json(200, {})
            : json(404, { error: `there is no cluster ${name} in ${account}, ${region}` });
        }
        case "POST clusters": {
          const [account = "", region = "", name = "", review = ""] = rest.map(decodeURIComponent);
          const asked = { account, region, name, review, body: body() };
          const answer = await queue.run(() => reviewFor(asked, this.sandbox));
          return answer
            ? json(200, answer)
            : json(404, { error: `there is no ${review} of a cluster ${name} in ${account}, ${region}` });
        }
        default:
          return json(404, { error: `the sandbox has no ${http.method} ${url.pathname}` });
      }
    } catch (error) {
      if (error instanceof SyntaxError) return json(400, { error: `the body is no JSON: ${error.message}` });
      if (error instanceof ZodError)
        return json(400, { error: "the body is malformed", problems: error.issues });
      return json(500, { error: error instanceof Error ? error.message : String(error) });
    }
  }
}

function json(status: number, value: unknown): HttpAnswer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(value)),
  };
}
