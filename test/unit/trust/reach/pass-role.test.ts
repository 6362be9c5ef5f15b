import assert from "node:assert/strict";

import { readDocument } from "../../../../trust/documents/read";
import { unknown } from "../../../../trust/truth";
import { allowing, ids, member, named, secret } from "../decide/model";
import { denying, how, may, rootOf } from "./model";
import { target, actor, foreigner, lambda, passing, partsOf, check, type Case } from "./serving";

const proven = "proven: pass role";
const possible = "possible: pass role";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
describe("a step by iam:PassRole", () => {
  check([
    { title: "who may do all of it", actor: may(passing), is: proven },
    {
      title: "who may do it by two policies together",
      actor: {
        policies: [
          allowing({ Action: passing.slice(0, 2) }, "a"),
          allowing({ Action: passing.slice(2) }, "b"),
        ],
      },
      is: proven,
    },
    {
      title: "who may pass this role and make functions of one name",
      actor: {
        policies: [
          allowing({ Action: "iam:PassRole", Resource: target }, "a"),
          allowing({ Action: "lambda:*", Resource: `arn:aws:lambda:*:${ids.dev}:function:shop-*` }, "b"),
        ],
      },
      is: proven,
    },
    {
      title: "who may make functions by a short pattern",
      actor: {
        policies: [
          allowing({ Action: "iam:PassRole" }, "a"),
          allowing({ Action: "lambda:*", Resource: "arn:aws:lambda:*" }, "b"),
        ],
      },
      is: proven,
    },
    {
      title: "who may make functions of an account of its own alone",
      actor: {
        policies: [
          allowing({ Action: "iam:PassRole" }, "a"),
          allowing({ Action: "lambda:*", Resource: `arn:aws:lambda:*:${ids.prod}:function:*` }, "b"),
        ],
      },
      is: "not",
    },
    {
      title: "who may do to buckets what is done to functions",
      actor: {
        policies: [
          allowing({ Action: "iam:PassRole" }, "a"),
          allowing({ Action: "lambda:*", Resource: "arn:aws:s3:::shop" }, "b"),
        ],
      },
      is: possible,
    },
    {
      title: "who may make functions with a name that holds a variable",
      actor: {
        policies: [
          allowing({ Action: "iam:PassRole" }, "a"),
          allowing(
            {
              Action: "lambda:*",
              Resource: `arn:aws:lambda:us-east-1:${ids.dev}:function:\${aws:PrincipalTag/team}`,
            },
            "b",
          ),
        ],
      },
      is: possible,
    },
    {
      title: "who may make functions but in the first region",
      actor: {
        policies: [
          allowing({ Action: passing }, "a"),
          allowing({ Effect: "Deny", Action: "lambda:*", Resource: "arn:aws:lambda:us-east-1:*:*" }, "b"),
        ],
      },
      is: possible,
    },
    {
      title: "who may make no functions at all",
      actor: {
        policies: [allowing({ Action: passing }, "a"), allowing({ Effect: "Deny", Action: "lambda:*" }, "b")],
      },
      is: "not",
    },
    {
      title: "who may pass everything but this role",
      actor: {
        policies: [
          allowing({ Action: passing }, "a"),
          allowing({ Effect: "Deny", Action: "iam:PassRole", Resource: target }, "b"),
        ],
      },
      is: "not",
    },
    {
      title: "who may pass through NotAction",
      actor: { policies: [allowing({ Action: undefined, NotAction: "s3:*" } as never)] },
      is: proven,
    },
    {
      title: "who may pass through NotResource",
      actor: {
        policies: [
          allowing({
            Action: passing,
            Resource: undefined,
            NotResource: "arn:aws:iam::*:role/Other",
          } as never),
        ],
      },
      is: proven,
    },
    {
      title: "who may pass to this service",
      actor: {
        policies: [
          allowing({ Action: passing.slice(1) }, "a"),
          allowing(
            { Action: "iam:PassRole", Condition: { StringEquals: { "iam:PassedToService": lambda } } },
            "b",
          ),
        ],
      },
      is: proven,
    },
    {
      title: "who may pass to another service",
      actor: {
        policies: [
          allowing({ Action: passing.slice(1) }, "a"),
          allowing(
            {
              Action: "iam:PassRole",
              Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
            },
            "b",
          ),
        ],
      },
      is: "not",
    },
    // https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam.ServicePrincipalOpts.html
    ...[
      "lambda.us-east-1.amazonaws.com",
      "lambda.us-gov-west-1.amazonaws.com",
      "lambda.amazonaws.com.cn",
    ].flatMap((service): Case[] => [
      {
        title: `who may do all of it with ${service}`,
        trust: { Principal: { Service: service } },
        actor: may(passing),
        is: proven,
      },
      {
        title: `who may pass to ${service} by its name everywhere`,
        trust: { Principal: { Service: service } },
        actor: {
          policies: [
            allowing({ Action: passing.slice(1) }, "a"),
            allowing(
              { Action: "iam:PassRole", Condition: { StringEquals: { "iam:PassedToService": lambda } } },
              "b",
            ),
          ],
        },
        is: possible,
      },
    ]),
    {
      title: "who may pass roles with a tag, which iam:PassRole does not look at",
      actor: {
        policies: [
          allowing({ Action: passing.slice(1) }, "a"),
          allowing(
            { Action: "iam:PassRole", Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } } },
            "b",
          ),
        ],
      },
      is: possible,
    },
    { title: "who has policies that nobody read", actor: { policies: [secret("own")] }, is: possible },
    { title: "another account", from: foreigner, actor: may(passing), is: "not" },
    {
      title: "who may pass where the trust policy is bound to the account",
      trust: { Condition: { StringEquals: { "aws:SourceAccount": ids.dev } } },
      actor: may(passing),
      is: proven,
    },
    {
      title: "who may pass where the trust policy is bound to another account",
      trust: { Condition: { StringEquals: { "aws:SourceAccount": ids.prod } } },
      actor: may(passing),
      is: "not",
    },
    {
      title: "who may pass where the trust policy is bound to a function",
      trust: { Condition: { ArnLike: { "aws:SourceArn": `arn:aws:lambda:*:${ids.dev}:function:x` } } },
      actor: may(passing),
      is: possible,
    },
    {
      title: "who may pass to a service that has an external id",
      trust: { Condition: { StringEquals: { "sts:ExternalId": "42" } } },
      actor: may(passing),
      is: proven,
    },
    {
      title: "who may pass where everybody is let in",
      trust: { Principal: { AWS: "*" } },
      actor: may("iam:PassRole"),
      is: "proven: assume role",
    },
    {
      title: "whose boundary allows something else",
      actor: {
        ...may(passing),
        boundary: named("b", "permissions", { Effect: "Allow", Action: "s3:*", Resource: "*" }),
      },
      is: "not",
    },
    {
      title: "whom a service control policy forbids to pass",
      actor: may(passing),
      more: { accounts: [member(ids.dev, denying("scp", "iam:PassRole"))] },
      is: "not",
    },
    {
      title: "whom a service control policy forbids to make functions",
      actor: may(passing),
      more: { accounts: [member(ids.dev, denying("scp", "lambda:*"))] },
      is: "not",
    },
    {
      title: "whom a service control policy keeps to a region",
      actor: may(passing),
      more: {
        accounts: [
          member(
            ids.dev,
            denying("scp", "lambda:*", {
              Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
            }),
          ),
        ],
      },
      is: possible,
    },
    {
      title: "where a resource control policy stops services",
      actor: may(passing),
      more: {
        accounts: [
          member(
            ids.dev,
            {},
            denying("rcp", "sts:AssumeRole", {
              Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } },
            }),
          ),
        ],
      },
      is: "not",
    },
    {
      title: "where the trust policy denies the service",
      trust: { Effect: "Deny" },
      actor: may(passing),
      is: "not",
    },
    {
      title: "whom a service control policy of a management account does not bind",
      actor: may(passing),
      more: { accounts: [{ ...member(ids.dev, denying("scp", "iam:PassRole")), isManagement: true }] },
      is: proven,
    },
    { title: "a root user, who may do everything", from: rootOf("dev"), is: proven },
  ]);

  it("is possible where the trust policy is not known", () => {
    const parts = partsOf({ title: "", is: "", actor: may(passing) });
    const roles = parts.roles?.map((one) =>
      one.arn === target ? { ...one, trust: readDocument(unknown, "trust") } : one,
    );
    assert.notEqual(how({ ...parts, ...(roles && { roles }) }, actor, target), "not");
  });
});
