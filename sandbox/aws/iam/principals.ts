import { list, type PolicyDocument } from "../../../trust/documents/policy";
import type { Sandbox } from "../sandbox";
import { malformed } from "./documents";

/** Identity providers that need no provider of the account. */
const webIdentities = new Set([
  "accounts.google.com",
  "cognito-identity.amazonaws.com",
  "graph.facebook.com",
  "www.amazon.com",
]);

/**
 * Checks that those whom a trust policy names can be: of the right form and partition, and, in accounts of the
 * organization, existing. Of other accounts the sandbox knows nothing, and takes their principals.
 *
 * AWS does not say whether it looks for an OIDC provider when it takes a trust policy. Without one no token is taken, so
 * that here a role never comes before its provider.
 */
export async function checkPrincipals(
  document: PolicyDocument,
  partition: string,
  sandbox: Sandbox,
): Promise<void> {
  const named = new Map<string, string>();
  for (const { Principal } of document.Statement) {
    if (Principal === undefined || Principal === "*") continue;
    for (const [type, names] of Object.entries(Principal)) {
      for (const name of list(names)) {
        if (!isWellFormed(type, name, partition)) throw invalid(type, name);
        if (needsEntity(type, name)) named.set(name, type);
      }
    }
  }
  const [missing] = named.size > 0 ? await sandbox.facts.missingPrincipals([...named.keys()]) : [];
  if (missing !== undefined) throw invalid(named.get(missing) ?? "AWS", missing);
}

function isWellFormed(type: string, name: string, partition: string): boolean {
  if (type === "Service") return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(name);
  const [arn, part, service = "", region, account = "", ...rest] = name.split(":");
  const resource = rest.join(":");
  const isArn = arn === "arn" && part === partition && region === "" && /^\d{12}$/.test(account);
  if (type === "Federated") {
    const provider = /^(oidc-provider|saml-provider)\/.+$/.test(resource) && service === "iam";
    return webIdentities.has(name) || (isArn && provider);
  }
  if (type !== "AWS") return false;
  if (name === "*" || /^\d{12}$/.test(name) || isUniqueId(name)) return true;
  if (!isArn) return false;
  if (service === "sts") return /^(assumed-role\/[^/]+\/[^/]+|federated-user\/[^/]+)$/.test(resource);
  return service === "iam" && /^(root|(role|user)\/([^/]+\/)*[^/]+)$/.test(resource);
}

/**
 * Whether a principal is a role, a user or an OIDC provider, which must exist; an account or a federated user is taken as
 * it is.
 */
function needsEntity(type: string, name: string): boolean {
  if (type === "Federated") return /:oidc-provider\//.test(name);
  if (type !== "AWS") return false;
  return isUniqueId(name) || /:(role|user|assumed-role)\//.test(name);
}

function isUniqueId(name: string): boolean {
  return /^A(RO|ID)A[A-Z0-9]{17}$/.test(name);
}

function invalid(type: string, name: string): Error {
  return malformed(`Invalid principal in policy: "${type === "AWS" ? type : type.toUpperCase()}":"${name}"`);
}
