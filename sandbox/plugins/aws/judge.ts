import { request } from "node:http";
import type { Problem } from "../protocol/plugin";
import type { Values } from "../protocol/values";
import { cloudFormation, pulumiName } from "./cloudformation";
import type { Entry } from "./entry";

interface Judgement {
  readonly problems: { readonly path: string; readonly message: string; readonly rule: string }[];
}

/**
 * Has the sandbox judge checked inputs by AWS's own schema for the type, so that what AWS would refuse is refused.
 * Types without a schema are not judged.
 *
 * @throws Error when nobody answers: a resource that nobody judged must not look approved
 */
export async function judge(entry: Entry, inputs: Values): Promise<Problem[]> {
  if (!entry.cfn) return [];
  const { problems } = await ask({ type: entry.cfn, properties: cloudFormation(entry, inputs) });
  return problems.map(({ path, message, rule }) => {
    const [first = ""] = path.split(/[./]/).filter((part) => part !== "Properties");
    return {
      property: pulumiName(entry.properties, first) ?? "",
      reason: `AWS refuses ${entry.type}: ${message} (${rule}${path ? ` at ${path}` : ""})`,
    };
  });
}

function ask(body: { type: string; properties: Values }): Promise<Judgement> {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (!endpoint) throw new Error("AWS_ENDPOINT_URL is not set: this plugin works in the sandbox only");
  return new Promise((resolve, reject) => {
    const judging = request(new URL("/_octolaunch/judge", endpoint), { method: "POST" }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text) as Judgement);
        else reject(new Error(`the sandbox cannot judge ${body.type}: ${text.slice(0, 300)}`));
      });
    });
    judging.on("error", reject);
    judging.setHeader("content-type", "application/json");
    judging.end(JSON.stringify(body));
  });
}
