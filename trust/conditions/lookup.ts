import type { Unknown } from "../truth";

/**
 * What a request says about a condition key: its values, undefined when the request surely has no such key, or
 * unknown. Binary values are given in base64.
 */
export type Values = readonly string[] | undefined | Unknown | Another;

/** Of a key for one value: that the request does not have this one. It may have another, or no such key. */
export interface Another {
  readonly otherThan: string;
}

/** Keys are asked for in lower case, e.g. `aws:principalarn` or `aws:principaltag/team`. */
export type Lookup = (key: string) => Values;

export function isAnother(values: Values): values is Another {
  return typeof values === "object" && "otherThan" in values;
}

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
const multivalued: ReadonlySet<string> = new Set([
  ...[
    "calledvia",
    "principalorgpaths",
    "principalservicenameslist",
    "resourceorgpaths",
    "sourceorgpaths",
  ].map((name) => `aws:${name}`),
  "aws:tagkeys",
  "aws:vpceorgpaths",
  "sts:transitivetagkeys",
  ...[
    "affiliation",
    "assurance",
    "entitlement",
    "nickname",
    "orgunitdn",
    "scopedaffiliation",
    "targetedid",
  ].map((name) => `saml:eduperson${name}`),
  ...[
    "cn",
    "commonname",
    "givenname",
    "mail",
    "name",
    "organizationstatus",
    "primarygroupsid",
    "surname",
  ].map((name) => `saml:${name}`),
  "saml:uid",
  "saml:x500uniqueidentifier",
]);

/** Whether a key may have several values: AWS compares those under ForAllValues or ForAnyValue alone. */
export function isMultivalued(key: string): boolean {
  return multivalued.has(key) || key.startsWith("saml:eduorg") || key.endsWith(":amr");
}
