import { iamEntity, isAccountId } from "./arn";
import type { PrincipalType } from "./policy";

/** Somebody whom a statement's `Principal` names, as AWS reads it. */
export type Principal =
  | { readonly kind: "everybody" }
  /** All of an account, which decides for itself whom it lets. */
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "role" | "user"; readonly arn: string; readonly account: string }
  /** One session of a role, `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`: the role's path is not in it. */
  | {
      readonly kind: "session";
      readonly arn: string;
      readonly account: string;
      readonly role: string;
      readonly session: string;
    }
  | { readonly kind: "federatedUser"; readonly arn: string; readonly account: string }
  /** `AROA…` or `AIDA…`: what AWS keeps of a role or user that was deleted after it was named. */
  | { readonly kind: "uniqueId"; readonly id: string }
  /** An identity provider: ARN of a SAML or OIDC provider, or the name of one that AWS knows. */
  | { readonly kind: "federated"; readonly provider: string }
  /** E.g. `pods.eks.amazonaws.com`. */
  | { readonly kind: "service"; readonly service: string }
  | { readonly kind: "canonicalUser"; readonly id: string }
  /** A form that is not known here: it may be anybody. */
  | { readonly kind: "other"; readonly text: string };

const accountRoot = /^arn:[a-z0-9-]+:iam::(\d{12}):root$/;
const roleSession = /^arn:[a-z0-9-]+:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+)$/;
const federatedUser = /^arn:[a-z0-9-]+:sts::(\d{12}):federated-user\/[\w+=,.@-]+$/;

/**
 * Reads one name of a `Principal` element.
 *
 * @param type the type that it stands under, e.g. `AWS`
 * @param name e.g. `arn:aws:iam::123456789012:role/OctoLauncherRole`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function readPrincipal(type: PrincipalType, name: string): Principal {
  if (type === "Service") return { kind: "service", service: name };
  if (type === "Federated") return { kind: "federated", provider: name };
  if (type === "CanonicalUser") return { kind: "canonicalUser", id: name };
  if (name === "*") return { kind: "everybody" };
  if (isAccountId(name)) return { kind: "account", account: name };
  if (/^A(ROA|IDA)[A-Z0-9]{12,124}$/.test(name)) return { kind: "uniqueId", id: name };

  const [, root] = accountRoot.exec(name) ?? [];
  if (root) return { kind: "account", account: root };
  const entity = iamEntity(name);
  if (entity) return { kind: entity.kind, arn: name, account: entity.account };
  const [, account, role, session] = roleSession.exec(name) ?? [];
  if (account && role && session) return { kind: "session", arn: name, account, role, session };
  const [, federating] = federatedUser.exec(name) ?? [];
  if (federating) return { kind: "federatedUser", arn: name, account: federating };
  return { kind: "other", text: name };
}
