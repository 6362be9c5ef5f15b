import { decide } from "../../../../trust/decide/decide";
import { decidedBy, type Decision } from "../../../../trust/decide/decision";
import type { AssumeRequest, SessionCaller } from "../../../../trust/decide/request";
import type { Statement } from "../../../../trust/documents/policy";
import type { Organization } from "../../../../trust/organization";
import { allowing, deploy, ids, launcher, organization, role, trusting } from "./model";

export const session: SessionCaller = { kind: "session", role: launcher, name: "octopus" };

/** The launcher, which may assume any role. */
export const launcherRole = role(launcher, ids.tooling, {
  policies: [allowing()],
  uniqueId: "AROALAUNCHERLAUNCHER",
});

/** The launcher, and a deploy role that trusts it for everything. */
export const trusted = organization({ roles: [launcherRole, role(deploy, launcher)] });

/** The launcher, and a deploy role whose trust policy has these statements. */
export function withTrust(...statements: Partial<Statement>[]): Organization {
  return organization({ roles: [launcherRole, { ...role(deploy, launcher), ...trusting(...statements) }] });
}

/** The outcome, and the layer that decides if it is not allowed; the action as well if it is not the first. */
export function told(decision: Decision): string {
  const decided = decidedBy(decision);
  if (!decided) return decision.outcome;
  const also = decided.action.startsWith("sts:AssumeRole") ? "" : ` of ${decided.action}`;
  return `${decision.outcome}: ${decided.verdict.layer}${also}`;
}

/** What is told of a request: the launcher asks for the deploy role, unless the request says otherwise. */
export function ask(request: Partial<AssumeRequest>, model: Organization = trusted): string {
  return told(decide({ caller: session, role: deploy, ...request }, model));
}
