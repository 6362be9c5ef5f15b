import { accountOf, iamEntity } from "../documents/arn";
import type { Principal } from "../documents/principal";
import { serviceEverywhere } from "../documents/service";
import { truth, type Truth } from "../truth";
import type { Caller } from "./request";

/** `aws:PrincipalArn`, if the caller is a principal of an account: a session's is its role's own ARN. */
export function principalArn(caller: Caller): string | undefined {
  switch (caller.kind) {
    case "session":
      return caller.role;
    case "user":
    case "federatedUser":
      return caller.arn;
    case "root":
      return `arn:aws:iam::${caller.account}:root`;
    default:
      return undefined;
  }
}

/** The account whose principal the caller is; undefined for services and federated callers. */
export function accountOfCaller(caller: Caller): string | undefined {
  const arn = principalArn(caller);
  return arn === undefined ? undefined : accountOf(arn);
}

/** Who asks, as AWS names it in its messages. */
export function callerName(caller: Caller): string {
  switch (caller.kind) {
    case "session":
      return sessionArn(caller.role, caller.name);
    case "service":
      return caller.service;
    case "webIdentity":
    case "saml":
      return `somebody whom ${caller.provider} vouches for`;
    default:
      return principalArn(caller) ?? "";
  }
}

function sessionArn(role: string, session: string): string {
  const { partition, account, name } = iamEntity(role) ?? {};
  if (name === undefined) return `a session of ${role}`;
  return `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`;
}

/**
 * How a principal in a trust policy names the caller, which decides what else has to allow the request in the same
 * account: nothing (`direct`), the boundary and the session policies (`role`), or these and the identity policies
 * (`account`).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Form = "direct" | "role" | "account";

/** The form of a principal. What is not understood may be any, so that it counts as the least demanding. */
export function formOf(principal: Principal): Form {
  if (principal.kind === "account" || principal.kind === "role") return principal.kind;
  return principal.kind === "uniqueId" && principal.id.startsWith("AROA") ? "role" : "direct";
}

/**
 * Whether a principal that a policy names is the caller.
 *
 * @param uniqueId of the caller's role or user; undefined if it is not known
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isCaller(caller: Caller, uniqueId: string | undefined): (principal: Principal) => Truth {
  const isPrincipal = principalArn(caller) !== undefined;
  return (principal) => {
    switch (principal.kind) {
      case "everybody":
        // AWS does not say whether `*` takes in services and federated callers.
        return isPrincipal ? "yes" : "unknown";
      case "account":
        return truth(principal.account === accountOfCaller(caller));
      case "role":
        return truth(caller.kind === "session" && principal.arn === caller.role);
      case "user":
      case "federatedUser":
        return truth(caller.kind === principal.kind && principal.arn === caller.arn);
      case "session":
        return truth(caller.kind === "session" && principal.arn === callerName(caller));
      case "uniqueId":
        return hasId(caller, uniqueId, principal.id);
      case "service":
        return caller.kind === "service" ? isService(principal.service, caller.service) : "no";
      case "federated":
        return truth(
          (caller.kind === "webIdentity" || caller.kind === "saml") && principal.provider === caller.provider,
        );
      default:
        return "unknown";
    }
  };
}

/** Which of a service's names counts where it asks by another one AWS does not say. */
function isService(named: string, service: string): Truth {
  if (named === service) return "yes";
  return serviceEverywhere(named) === serviceEverywhere(service) ? "unknown" : "no";
}

/** Only roles have ids that begin with AROA, and only users such with AIDA. */
function hasId(caller: Caller, uniqueId: string | undefined, id: string): Truth {
  const prefix = caller.kind === "session" ? "AROA" : caller.kind === "user" ? "AIDA" : undefined;
  if (prefix === undefined || !id.startsWith(prefix)) return "no";
  return uniqueId === undefined ? "unknown" : truth(id === uniqueId);
}
