/* eslint-disable @typescript-eslint/no-require-imports -- as with resources: what is used only is loaded */
import type { Values } from "../../protocol/values";
import { checkValues } from "../../table/check";
import { text } from "../../table/property";
import type { Invoke } from "../invoke";
import type { Session } from "../session";

const modules: readonly (() => { invokes: Invoke[] })[] = [
  () => require("./identity") as typeof import("./identity"),
  () => require("./addonVersion") as typeof import("./addonVersion"),
  () => require("./network") as typeof import("./network"),
  () => require("./openIdConnectProvider") as typeof import("./openIdConnectProvider"),
  () => require("./organization") as typeof import("./organization"),
  () => require("./roles") as typeof import("./roles"),
];

/** The whole table of functions. */
export function allInvokes(): Invoke[] {
  return modules.flatMap((load) => load().invokes);
}

/** @throws Error that names a function or an argument which the sandbox does not know */
export async function answer(token: string, args: Values, session: Session): Promise<Values> {
  const found = find(token);
  if (!found) throw new Error(`the sandbox does not know the function '${token}'`);
  const { inputs, problems } = checkValues(token, { region: text(), ...found.args }, args);
  if (problems.length > 0) throw new Error(problems.map(({ reason }) => reason).join("\n"));
  const aws = session.operation({ region: inputs.region as string | undefined });
  return found.answer(aws, inputs);
}

function find(token: string): Invoke | undefined {
  for (const load of modules) {
    const found = load().invokes.find((candidate) => candidate.token === token);
    if (found) return found;
  }
  return undefined;
}
