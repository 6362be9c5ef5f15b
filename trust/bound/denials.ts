import { isDeepStrictEqual } from "node:util";

import type { Principal } from "../documents/principal";
import type { Listed } from "../documents/read";
import { any, unknown, type Truth, type Unknown } from "../truth";
import { knownOf } from "./knowledge";
import { exactly, includes, mayMeet } from "./pattern";
import type { Way } from "./way";

/** Whether the principals of a denial are all (yes) or none (no) of those who come in by a way. */
export function areDenied(principals: Listed<Principal> | Unknown | undefined, way: Way): Truth {
  if (principals === undefined || principals === unknown || principals.negated) return "unknown";
  return any(principals.names.map((denied) => isDenied(denied, way)));
}

/** Kinds of principal that may be of any other kind too, as far as AWS says. */
const vague: ReadonlySet<Principal["kind"]> = new Set(["everybody", "canonicalUser", "other"]);

function isDenied(denied: Principal, way: Way): Truth {
  const { principal } = way;
  if (denied.kind === "other") return "unknown";
  if (isDeepStrictEqual(denied, principal)) return "yes";
  switch (denied.kind) {
    case "everybody":
      // AWS does not say whether {"AWS": "*"} of a denial is a service or an identity provider as well.
      return vague.has(principal.kind) || principal.kind === "service" || principal.kind === "federated"
        ? "unknown"
        : "yes";
    case "account": {
      const isOfAccount = surelyIs(way, "aws:principalaccount", denied.account);
      // A service may act for an account without being of it; who has an ARN is no service.
      const mayBeService = knownOf(way, "aws:principalarn").present !== "yes";
      return isOfAccount === "yes" && mayBeService ? "unknown" : isOfAccount;
    }
    case "role":
    case "user":
      return surelyIs(way, "aws:principalarn", denied.arn);
    case "session":
    case "federatedUser":
      return surelyIs(way, "aws:principalaccount", denied.account) === "no" ? "no" : "unknown";
    case "service":
    case "federated":
      return vague.has(principal.kind) ? "unknown" : "no";
    default:
      return "unknown";
  }
}

function surelyIs(way: Way, key: string, text: string): Truth {
  const { present, within } = knownOf(way, key);
  const wanted = exactly(text);
  if (present === "no" || within.some((list) => !list.some((one) => mayMeet(wanted, one)))) return "no";
  return present === "yes" && within.some((list) => list.every((one) => includes(wanted, one)))
    ? "yes"
    : "unknown";
}
