import assert from "node:assert/strict";

import { isMultivalued } from "../../../../trust/conditions/lookup";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
describe("a condition key that may have several values", () => {
  for (const key of (
    "aws:calledvia aws:principalorgpaths aws:principalservicenameslist aws:resourceorgpaths aws:sourceorgpaths " +
    "aws:vpceorgpaths aws:tagkeys sts:transitivetagkeys saml:cn saml:commonname saml:edupersonaffiliation " +
    "saml:edupersonassurance saml:edupersonentitlement saml:edupersonnickname saml:edupersonorgunitdn " +
    "saml:edupersonscopedaffiliation saml:edupersontargetedid saml:eduorghomepageuri saml:eduorglegalname " +
    "saml:givenname saml:mail saml:name saml:organizationstatus saml:primarygroupsid saml:surname saml:uid " +
    "saml:x500uniqueidentifier cognito-identity.amazonaws.com:amr www.example.com/id:amr"
  ).split(" ")) {
    it(key, () => assert(isMultivalued(key)));
  }
});

describe("a condition key that has one value", () => {
  for (const key of (
    "aws:principalarn aws:principaltag/team aws:requesttag/team aws:calledviafirst aws:calledvialast " +
    "aws:principalorgid aws:principalservicename aws:tagkeys/x sts:externalid saml:aud saml:doc saml:iss saml:sub " +
    "saml:sub_type saml:namequalifier saml:edupersonorgdn saml:edupersonprimaryaffiliation " +
    "saml:edupersonprimaryorgunitdn saml:edupersonprincipalname accounts.google.com:sub accounts.google.com:aud " +
    "example.com:amrx aws:principaltag/amr"
  ).split(" ")) {
    it(key, () => assert(!isMultivalued(key)));
  }
});
