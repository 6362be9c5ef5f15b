import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import type { Compute } from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";
import { allowing, ids, member, named } from "../decide/model";
import { denying, how, may, type Parts } from "./model";
import { target, foreigner, lambda, partsOf, check } from "./serving";

const fn: Compute = {
  type: "AWS::Lambda::Function",
  arn: `arn:aws:lambda:us-east-1:${ids.dev}:function:shop`,
  account: ids.dev,
  role: target,
};
const running = (more: Partial<Compute> = {}): Parts => ({ compute: [{ ...fn, ...more }] });
const edit = may("lambda:UpdateFunctionCode", fn.arn);

// https://pathfinding.cloud/paths/lambda-003
describe("a step by what runs as a role", () => {
  check([
    { title: "who may change it", actor: edit, more: running(), is: "proven: existing compute" },
    {
      title: "who may change others",
      actor: may("lambda:UpdateFunctionCode", `${fn.arn}2`),
      more: running(),
      is: "not",
    },
    {
      title: "who may change it and is denied",
      actor: { policies: [...edit.policies, allowing({ Effect: "Deny", Action: "lambda:*" })] },
      more: running(),
      is: "not",
    },
    { title: "another account", from: foreigner, actor: may("lambda:*"), more: running(), is: "not" },
    {
      title: "who may change what runs as a role that is not known",
      actor: edit,
      more: running({ role: unknown }),
      is: "possible: existing compute",
    },
    {
      title: "who may change what runs in another account as a role that is not known",
      from: foreigner,
      actor: may("lambda:*"),
      more: running({ role: unknown, account: ids.prod, arn: fn.arn.replace(ids.dev, ids.prod) }),
      is: "not",
    },
    {
      title: "who may change something of which the ARN is not known",
      actor: edit,
      more: running({ arn: "urn:pulumi:dev::shop::aws:lambda/function:Function::shop" }),
      is: "possible: existing compute",
    },
    {
      title: "who may change everything where the ARN is not known",
      actor: may("lambda:*"),
      more: running({ arn: "urn:pulumi:dev::shop::aws:lambda/function:Function::shop" }),
      is: "proven: existing compute",
    },
    {
      title: "who may change what is of no known type",
      actor: may("lambda:*"),
      more: running({ type: "AWS::New::Thing" }),
      is: "not",
    },
    {
      title: "whom the boundary stops",
      actor: {
        ...edit,
        boundary: named("b", "permissions", { Effect: "Allow", Action: "s3:*", Resource: "*" }),
      },
      more: running(),
      is: "not",
    },
    {
      title: "whom a service control policy stops",
      actor: edit,
      more: { ...running(), accounts: [member(ids.dev, denying("scp", "lambda:*"))] },
      is: "not",
    },
    {
      title: "where the trust policy lets in no service",
      trust: { Principal: { AWS: ids.management } },
      actor: edit,
      more: running(),
      is: "not",
    },
    {
      title: "where a resource control policy stops services",
      actor: edit,
      more: { ...running(), accounts: [member(ids.dev, {}, denying("rcp", "sts:AssumeRole"))] },
      is: "not",
    },
  ]);

  it("is possible by a service that acts for somebody else", () => {
    const service = `whoever makes ${lambda} act`;
    const by = (trust: Partial<Statement>): string =>
      how(partsOf({ title: "", is: "", trust }), service, target);
    assert.equal(by({}), "possible: service");
    assert.equal(by({ Condition: { StringEquals: { "aws:SourceAccount": ids.prod } } }), "possible: service");
    assert.equal(by({ Principal: { AWS: ids.management } }), "not");
  });
});
