import type { Problem } from "../config/problems";

/** The variable of the program's environment with the token by which new agents register. */
export const agentTokenVariable = "OCTOPUS_AGENT_TOKEN";

/**
 * What is wrong with the token, without repeating it. None is no problem: agents that are registered need none.
 *
 * @param token e.g. that which Octopus shows under Infrastructure, Workers, Add Worker, Kubernetes
 */
export function agentTokenProblems(token: string): Problem[] {
  if (token === "" || /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return [];
  const message = token.startsWith("API-")
    ? "is an API key, which holds until somebody revokes it: write the token of an hour that Octopus shows when a " +
      "Kubernetes worker is added"
    : "is no token of Octopus, which is three parts with dots between them, without spaces around them";
  return [{ setting: agentTokenVariable, message }];
}
