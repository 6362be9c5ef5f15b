/**
 * Edits of a role or user that amount to becoming it, in lower case. Those of a role are refused for a user, and the
 * other way round.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 * @see https://pathfinding.cloud/paths/iam-012
 */
export const edits = {
  role: {
    /** The role or user may then do what the editor likes. */
    policies: ["iam:putrolepolicy", "iam:attachrolepolicy"],
    /** What limits it goes. */
    limits: [
      "iam:deleterolepermissionsboundary",
      "iam:putrolepermissionsboundary",
      "iam:deleterolepolicy",
      "iam:detachrolepolicy",
    ],
    /** It then is what policies take those with a tag for. */
    tags: ["iam:tagrole", "iam:untagrole"],
    /** It then lets in whom the editor likes. */
    entry: ["iam:updateassumerolepolicy"],
  },
  user: {
    policies: ["iam:putuserpolicy", "iam:attachuserpolicy"],
    limits: [
      "iam:deleteuserpermissionsboundary",
      "iam:putuserpermissionsboundary",
      "iam:deleteuserpolicy",
      "iam:detachuserpolicy",
    ],
    tags: ["iam:taguser", "iam:untaguser"],
    entry: ["iam:createaccesskey", "iam:createloginprofile", "iam:updateloginprofile"],
  },
} as const;

/** A policy that is attached to a role or user may then say what the editor likes. */
export const policyEdits = ["iam:createpolicyversion", "iam:setdefaultpolicyversion"] as const;

/**
 * Edits of groups, or of who is in one: a user who is in it may then do what the editor likes.
 *
 * @see https://pathfinding.cloud/paths/iam-013
 */
export const groupEdits = ["iam:addusertogroup", "iam:putgrouppolicy", "iam:attachgrouppolicy"] as const;

/**
 * All actions of one of these lists make a role that may do what its creator likes and lets its creator in, or a user
 * of which its creator has the credentials.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const creation = {
  role: [
    ["iam:createrole", "iam:putrolepolicy"],
    ["iam:createrole", "iam:attachrolepolicy"],
  ],
  user: [
    ["iam:createuser", "iam:createaccesskey"],
    ["iam:createuser", "iam:createloginprofile"],
  ],
} as const;

/**
 * Makes a role from a template of AWS, which decides on more of it than its creator. AWS does not say whether that is
 * authorized on the role or on the template.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AcquireRole.html
 */
export const templateCreation = "iam:acquirerole";

/**
 * Edits of an identity provider, after which it may vouch for whom the editor likes. The second list needs more than
 * the edit alone, such as a provider of the same name that was deleted, or a client of the issuer.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_saml.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export const providerEdits = {
  surely: ["iam:updatesamlprovider"],
  possibly: [
    "iam:createsamlprovider",
    "iam:addclientidtoopenidconnectprovider",
    "iam:updateopenidconnectproviderthumbprint",
    "iam:createopenidconnectprovider",
  ],
} as const;

/** All of them that are done to a role, a user, a policy or a provider. */
export const allEdits: readonly string[] = [
  ...new Set([
    ...Object.values(edits.role).flat(),
    ...Object.values(edits.user).flat(),
    ...policyEdits,
    ...Object.values(providerEdits).flat(),
    ...Object.values(creation).flat(2),
    templateCreation,
  ]),
];
