/** What a document is used as, which decides the elements that it may hold. */
export type DocumentKind = "trust" | "permissions" | "scp" | "rcp" | "endpoint";

export interface Rules {
  /** For messages, with its article. */
  readonly name: string;
  readonly id: boolean;
  /** Whether the version must be 2012-10-17. */
  readonly currentVersion: boolean;
  /** IAM takes letters and digits alone as a Sid; other services take any text. */
  readonly anySid: boolean;
  /** `named`: full names by type. `everybody`: `*` alone. `any`: both. `none`: no such element. */
  readonly principal: "named" | "everybody" | "any" | "none";
  readonly notPrincipal: boolean;
  readonly resource: boolean;
  /** A trust policy has actions of sts alone. */
  readonly stsAlone: boolean;
  /** Customers write RCPs that deny, with actions of named services; the one that allows is AWS's own. */
  readonly denyAlone: boolean;
}

const permissions: Rules = {
  name: "a permissions policy",
  id: false,
  currentVersion: false,
  anySid: false,
  principal: "none",
  notPrincipal: false,
  resource: true,
  stsAlone: false,
  denyAlone: false,
};

/**
 * The grammar of each kind. A permissions boundary, a session policy and an identity policy are `permissions`. A
 * service control policy has had the same elements since September 2025.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html#policies-grammar-notes
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export const rules: Readonly<Record<DocumentKind, Rules>> = {
  permissions,
  trust: {
    ...permissions,
    name: "a trust policy",
    id: true,
    principal: "named",
    resource: false,
    stsAlone: true,
  },
  scp: { ...permissions, name: "a service control policy", id: true },
  rcp: {
    ...permissions,
    name: "a resource control policy",
    id: true,
    currentVersion: true,
    principal: "everybody",
    denyAlone: true,
  },
  endpoint: {
    ...permissions,
    name: "an endpoint policy",
    id: true,
    anySid: true,
    principal: "any",
    notPrincipal: true,
  },
};
