import { ids, member, roleArn } from "../decide/model";
import { denying } from "./model";
import { near, far, stranger, assumes, proven, possible, named_, when, check } from "./assuming";

describe("steps by sts:AssumeRole from outside of the organization", () => {
  check([
    { title: "anyone where everybody is let in", from: "anyone", trust: named_("*"), is: proven },
    {
      title: "an account outside",
      from: `whomever account ${ids.outside} lets`,
      trust: named_(ids.outside),
      is: proven,
    },
    {
      title: "an account that is in no list",
      from: "whomever account 555555555555 lets",
      trust: named_("555555555555"),
      is: proven,
    },
    { title: "a role outside", from: stranger, trust: named_(stranger), is: proven },
    {
      title: "a session of a role outside",
      from: stranger,
      trust: named_(`arn:aws:sts::${ids.outside}:assumed-role/Stranger/me`),
      is: proven,
    },
    {
      title: "an account of the organization of which nobody is known",
      from: `whomever account ${ids.management} lets`,
      trust: named_(ids.management),
      is: proven,
    },
    {
      title: "the account of known roles that are not allowed",
      from: `whomever account ${ids.dev} lets`,
      trust: named_(ids.dev),
      is: "not",
    },
    {
      title: "a role that its account does not have",
      from: roleArn("dev", "Gone"),
      trust: named_(roleArn("dev", "Gone")),
      is: possible,
    },
    {
      title: "a session of a role that its account does not have",
      from: roleArn("dev", "Gone"),
      trust: named_(`arn:aws:sts::${ids.dev}:assumed-role/Gone/me`),
      is: possible,
    },
    {
      title: "a role that its account does not have, and that a guardrail would keep out",
      from: roleArn("dev", "Gone"),
      trust: named_(roleArn("dev", "Gone")),
      more: { accounts: [member(ids.dev, {}, denying("rcp", "sts:*"))] },
      is: "not",
    },
    {
      title: "anyone under an external id",
      from: "anyone",
      trust: when("*", { StringEquals: { "sts:ExternalId": "42" } }),
      is: proven,
    },
    {
      title: "anyone with the tags that are asked for",
      from: "anyone",
      trust: when("*", { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      is: proven,
    },
    {
      title: "anyone where another tag is kept out",
      from: "anyone",
      trust: when("*", { StringNotEquals: { "aws:PrincipalTag/team": "shop" } }),
      is: proven,
    },
    {
      title: "anyone but the organization",
      from: "anyone",
      trust: when("*", { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } }),
      is: "not",
    },
    {
      title: "accounts of the organization that are not known here",
      from: "whomever accounts of the organization let that are not known here",
      trust: when("*", { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } }),
      is: possible,
    },
    {
      title: "a role of the organization",
      from: far,
      trust: when("*", { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } }),
      far: assumes,
      is: proven,
    },
    {
      title: "a role by a pattern of ARNs",
      from: far,
      trust: when("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/F*" } }),
      far: assumes,
      is: proven,
    },
    {
      title: "a role that a pattern of ARNs leaves out",
      from: near,
      trust: when("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/F*" } }),
      is: "not",
    },
    {
      title: "a role of an account outside by a pattern of ARNs",
      from: "anyone",
      trust: when("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/F*" } }),
      is: proven,
    },
    {
      title: "anyone by a pattern over colons",
      from: "anyone",
      trust: when("*", { StringLike: { "aws:PrincipalArn": "*:role/Far" } }),
      is: proven,
    },
    {
      title: "a role by its ARN without regard to case",
      from: far,
      trust: when("*", { StringEqualsIgnoreCase: { "aws:PrincipalArn": far.toLowerCase() } }),
      far: assumes,
      is: proven,
    },
    {
      title: "a role of an account by its ARN",
      from: near,
      trust: when(ids.dev, { ArnEquals: { "aws:PrincipalArn": near } }),
      near: assumes,
      is: proven,
    },
    {
      title: "one of several ARNs",
      from: far,
      trust: when("*", { StringEquals: { "aws:PrincipalArn": [near, far] } }),
      far: assumes,
      is: proven,
    },
  ]);
});
