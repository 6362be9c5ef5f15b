import { policy } from "../../trust/documents/policy";
import {
  deployRole,
  guide,
  launcher,
  permission,
  provider,
  question,
  session,
  trust,
  type Documented,
} from "./cases";

const home = "arn:aws:iam::111111111111:user/ada";
const everything = permission({ Action: "*" });
const nothing = permission({ Action: "s3:*" });
const pods = "pods.eks.amazonaws.com";
const web = { action: "sts:AssumeRoleWithWebIdentity", caller: { Federated: provider }, identity: [] };
const webTrust = trust({ Principal: { Federated: provider }, Action: web.action });

/** How AWS documents that policies and layers play together. */
export const layers: Documented = {
  [`${guide}/reference_policies_evaluation-logic-cross-account.html`]: [
    ["both accounts allow", "allowed", question()],
    ["the caller's account does not", "denied", question({ identity: [] })],
    ["the role's account does not", "denied", question({ trust: trust({ Principal: { AWS: home } }) })],
    [
      "the role trusts the whole account",
      "allowed",
      question({ trust: trust({ Principal: { AWS: "123456789012" } }) }),
    ],
    ["a session of the trusted role", "allowed", question({ caller: { AWS: session } })],
    ["another action", "denied", question({ action: "sts:TagSession" })],
  ],
  [`${guide}/reference_policies_evaluation-logic_policy-eval-basics-req-actions.html`]: [
    [
      "in one account, a trust that names the user",
      "allowed",
      question({ caller: { AWS: home }, identity: [], trust: trust({ Principal: { AWS: home } }) }),
    ],
    [
      "in one account, a trust that names the account",
      "denied",
      question({ caller: { AWS: home }, identity: [], trust: trust({ Principal: { AWS: "111111111111" } }) }),
    ],
    ["in one account, a permission without trust", "denied", question({ caller: { AWS: home } })],
    ["a boundary does not allow", "denied", question({ boundary: nothing })],
    ["a boundary does, with an identity policy", "allowed", question({ boundary: everything })],
    ["a boundary alone", "denied", question({ identity: [], boundary: everything })],
    [
      "a session policy does not allow",
      "denied",
      question({ caller: { AWS: session }, sessionPolicies: [nothing] }),
    ],
    [
      "a boundary without the action, and a trust that names the user",
      "allowed",
      question({
        caller: { AWS: home },
        identity: [],
        trust: trust({ Principal: { AWS: home } }),
        boundary: nothing,
      }),
    ],
  ],
  [`${guide}/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html`]: [
    [
      "a Deny in the identity policy",
      "denied",
      question({ identity: [everything, permission({ Effect: "Deny" })] }),
    ],
    [
      "a Deny in the trust policy",
      "denied",
      question({
        trust: policy(...trust().Statement, ...trust({ Effect: "Deny", Principal: { AWS: "*" } }).Statement),
      }),
    ],
    [
      "a Deny for others",
      "allowed",
      question({
        trust: policy(...trust().Statement, ...trust({ Effect: "Deny", Principal: { AWS: home } }).Statement),
      }),
    ],
  ],
  "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html": [
    ["every level allows", "allowed", question({ scps: [[everything], [nothing, everything]] })],
    ["one level does not", "denied", question({ scps: [[everything], [nothing], [everything]] })],
    [
      "one level denies",
      "denied",
      question({ scps: [[everything, permission({ Effect: "Deny", Resource: deployRole })]] }),
    ],
    [
      "one level denies to all but the launcher",
      "allowed",
      question({
        scps: [
          [
            everything,
            permission({ Effect: "Deny", Condition: { StringNotEquals: { "aws:PrincipalArn": launcher } } }),
          ],
        ],
      }),
    ],
    ["SCPs alone", "denied", question({ identity: [], scps: [[everything]] })],
  ],
  "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html": [
    ["RCPFullAWSAccess", "allowed", question({ rcps: [[permission({ Principal: "*", Action: "*" })]] })],
    [
      "a Deny for everybody",
      "denied",
      question({
        rcps: [
          [
            permission({ Principal: "*", Action: "*" }),
            permission({ Effect: "Deny", Principal: "*", Resource: "arn:aws:iam::*:role/octopus/*" }),
          ],
        ],
      }),
    ],
    [
      "a Deny for a service too",
      "denied",
      question({
        caller: { Service: pods },
        identity: [],
        trust: trust({ Principal: { Service: pods } }),
        rcps: [[permission({ Principal: "*", Action: "*" }), permission({ Effect: "Deny", Principal: "*" })]],
      }),
    ],
  ],
  [`${guide}/reference_policies_elements_principal.html`]: [
    [
      "a service",
      "allowed",
      question({ caller: { Service: pods }, identity: [], trust: trust({ Principal: { Service: pods } }) }),
    ],
    [
      "another service",
      "denied",
      question({
        caller: { Service: "ec2.amazonaws.com" },
        identity: [],
        trust: trust({ Principal: { Service: pods } }),
      }),
    ],
    ["a web identity", "allowed", question({ ...web, trust: webTrust })],
    [
      "a web identity of another provider",
      "denied",
      question({ ...web, caller: { Federated: `${provider}.org` }, trust: webTrust }),
    ],
  ],
  [`${guide}/reference_policies_elements_notaction.html`]: [
    [
      "NotAction with the action",
      "denied",
      question({ identity: [permission({ Action: undefined, NotAction: "STS:assume*" })] }),
    ],
    [
      "NotAction without it",
      "allowed",
      question({ identity: [permission({ Action: undefined, NotAction: "iam:*" })] }),
    ],
    [
      "NotResource with the role",
      "denied",
      question({
        identity: [permission({ Resource: undefined, NotResource: "arn:aws:iam::*:role/octopus/*" })],
      }),
    ],
    [
      "NotResource in another case",
      "allowed",
      question({ identity: [permission({ Resource: undefined, NotResource: deployRole.toUpperCase() })] }),
    ],
  ],
};
