import assert from "node:assert/strict";

import type { Caller } from "../../../../../trust/decide/request";
import type { Statement } from "../../../../../trust/documents/policy";
import { readDocument } from "../../../../../trust/documents/read";
import type { Identity, NamedDocument } from "../../../../../trust/organization";
import { allowing, deploy, ids, roleArn } from "../model";
import { AWS, ci, session, told, user, type Setup } from "./same-account";

const sessionTags = "id_session-tags.html#id_session-tags_permissions-required";
const resource = "reference_policies_elements_resource.html";
const variables = "reference_policies_variables.html";

const own = (...statements: Partial<Statement>[]): Partial<Identity> => ({
  policies: statements.map((statement, i) => allowing(statement, `own ${i}`)),
});
/** A policy as older ones are, without a version, so that nothing in it is a variable. */
const older = (Resource: string): NamedDocument => ({
  name: "older",
  document: readDocument({ Statement: { Effect: "Allow", Action: "sts:*", Resource } }, "permissions"),
});

const cases: [what: string, source: string, setup: Setup, told: string][] = [
  [
    "all but one action, and that is sts:TagSession",
    sessionTags,
    { trust: [AWS(ids.dev)], own: own({ Action: undefined, NotAction: "sts:TagSession" }), tags: { a: "1" } },
    "denied: identity policy of sts:TagSession",
  ],
  [
    "all but sts:Assume*, and tags",
    sessionTags,
    { trust: [AWS(ids.dev)], own: own({ Action: undefined, NotAction: "STS:Assume*" }), tags: { a: "1" } },
    "denied: identity policy",
  ],
  [
    "a denial of all actions but one",
    "reference_policies_elements_notaction.html",
    {
      trust: [AWS(ci)],
      own: own({}, { Effect: "Deny", Action: undefined, NotAction: "sts:AssumeRole" }),
      sourceIdentity: "ada",
    },
    "denied: identity policy of sts:SetSourceIdentity",
  ],
  [
    "all roles but this one",
    "reference_policies_elements_notresource.html",
    { trust: [AWS(ids.dev)], own: own({ Resource: undefined, NotResource: deploy }) },
    "denied: identity policy",
  ],
  [
    "a denial of all roles but those of this path",
    "reference_policies_elements_notresource.html",
    {
      trust: [AWS(ci)],
      own: own({}, { Effect: "Deny", Resource: undefined, NotResource: "arn:aws:iam::*:role/octopus/*" }),
    },
    "allowed",
  ],
  [
    "a role's ARN in another case",
    resource,
    { trust: [AWS(ids.dev)], own: own({ Resource: deploy.replace("Deploy", "DEPLOY") }) },
    "denied: identity policy",
  ],
  [
    "one character for two",
    resource,
    { trust: [AWS(ids.dev)], own: own({ Resource: deploy.replace("/Deploy", "/Depl?") }) },
    "denied: identity policy",
  ],
  [
    "a name without the path",
    resource,
    { trust: [AWS(ids.dev)], own: own({ Resource: roleArn("dev", "Deploy") }) },
    "denied: identity policy",
  ],
  [
    "a variable in the name of the role",
    variables,
    {
      trust: [AWS(ids.dev)],
      own: {
        ...own({ Resource: roleArn("dev", "octopus/deploy/${aws:PrincipalTag/Stage}") }),
        tags: new Map([["stage", "Deploy"]]),
      },
    },
    "allowed",
  ],
  [
    "a variable of the session that wins over the role's",
    variables,
    {
      trust: [AWS(ids.dev)],
      caller: { ...session, tags: { STAGE: "Other" } } as Caller,
      own: {
        ...own({ Resource: roleArn("dev", "octopus/deploy/${aws:PrincipalTag/Stage}") }),
        tags: new Map([["stage", "Deploy"]]),
      },
    },
    "denied: identity policy",
  ],
  [
    "a variable for a user's name",
    variables,
    {
      trust: [AWS(ids.dev)],
      caller: user,
      own: own({ Resource: roleArn("dev", "octopus/*/${aws:username, 'Deploy'}") }),
    },
    "denied: identity policy",
  ],
  [
    "a variable that is a session's default",
    variables,
    { trust: [AWS(ids.dev)], own: own({ Resource: roleArn("dev", "octopus/*/${aws:username, 'Deploy'}") }) },
    "allowed",
  ],
  [
    "a star that is none",
    variables,
    { trust: [AWS(ids.dev)], own: own({ Resource: roleArn("dev", "octopus/${*}") }) },
    "denied: identity policy",
  ],
  [
    "a variable in a policy without a version",
    variables,
    {
      trust: [AWS(ids.dev)],
      own: { policies: [older(roleArn("dev", "octopus/deploy/${aws:username, 'Deploy'}"))] },
    },
    "denied: identity policy",
  ],
  [
    "a variable before the fifth colon",
    `${variables}#policy-vars-resourceelement`,
    { trust: [AWS(ids.dev)], own: own({ Resource: "arn:aws:iam::${aws:PrincipalAccount}:role/octopus/*" }) },
    "unknown: identity policy",
  ],
];

describe("a policy of the caller that is meant to mislead", () => {
  for (const [what, source, setup, expected] of cases)
    it(`${expected}: ${what}, ${source}`, () => assert.equal(told(setup), expected));
});
