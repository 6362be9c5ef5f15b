import type { PolicyDocument } from "../../../trust/documents/policy";
import type { Organization } from "../../config/model";
import type { Limits } from "../../../trust/limits";
import type { AwsAccount } from "../../octopus/accounts";
import { rcpStatements } from "./rcp";
import { scopeOf } from "./scope";
import { scpStatements } from "./scp";
import { split } from "./split";

export type GuardrailKind = "scp" | "rcp";

/** A kind of policy: what Organizations calls it, and what its limits allow. */
export interface KindOfPolicy {
  /** E.g. `SERVICE_CONTROL_POLICY`. */
  readonly type: string;
  /** As people call them, e.g. `service control policies`. */
  readonly plural: string;
  readonly characters: (limits: Limits) => number;
  /** How many of ours a target takes: AWS's own, which allows everything, is one of those counted. */
  readonly most: (limits: Limits) => number;
}

export const kinds: Readonly<Record<GuardrailKind, KindOfPolicy>> = {
  scp: {
    type: "SERVICE_CONTROL_POLICY",
    plural: "service control policies",
    characters: (limits) => limits.scpCharacters,
    most: (limits) => limits.scpsPerTarget - 1,
  },
  rcp: {
    type: "RESOURCE_CONTROL_POLICY",
    plural: "resource control policies",
    characters: (limits) => limits.rcpCharacters,
    most: (limits) => limits.rcpsPerTarget - 1,
  },
};

/**
 * The documents of the organization's guardrails; undefined for a kind whose limits they exceed.
 *
 * @param accounts what Octopus knows of them, for the roles of its own tokens
 */
export function guardrailDocuments(
  organization: Organization,
  accounts: readonly AwsAccount[],
): Readonly<Record<GuardrailKind, readonly PolicyDocument[] | undefined>> {
  const scope = scopeOf(organization, accounts);
  const fit = (kind: GuardrailKind, statements: Parameters<typeof split>[0]): PolicyDocument[] | undefined =>
    split(statements, kinds[kind].characters(organization.limits), kinds[kind].most(organization.limits));
  return { scp: fit("scp", scpStatements(scope, organization)), rcp: fit("rcp", rcpStatements(scope)) };
}

/** Name of the policy with this number, beginning with 1, e.g. `octolaunch-scp-1`. */
export function policyName(kind: GuardrailKind, number: number): string {
  return `octolaunch-${kind}-${number}`;
}

/** Whether a policy has the name of one of ours. */
export function isPolicyName(kind: GuardrailKind, name: string): boolean {
  return new RegExp(`^octolaunch-${kind}-\\d+$`).test(name);
}
