import assert from "node:assert/strict";

import fc from "fast-check";

import { formOf, nested, parseRequest } from "../../../sandbox/aws/front/requests";
import { route } from "../../../sandbox/aws/eks/routes";

const signed = (service: string, region = "eu-west-1"): string =>
  `AWS4-HMAC-SHA256 Credential=AKIAX/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
const form = "application/x-www-form-urlencoded";
const http = (headers: Record<string, string>, body = "", path = "/", method = "POST") => ({
  method,
  path,
  headers,
  body: Buffer.from(body),
});

describe("A request to the front", () => {
  const cases: [what: string, request: ReturnType<typeof http>, expected: object][] = [
    [
      "of the query protocol",
      http({ authorization: signed("iam"), "content-type": form }, "Action=GetRole&Version=1&RoleName=a%20b"),
      {
        service: "iam",
        region: "eu-west-1",
        protocol: "query",
        action: "GetRole",
        params: { RoleName: "a b" },
      },
    ],
    [
      "to EC2",
      http(
        { authorization: signed("ec2"), "content-type": `${form}; charset=utf-8` },
        "Action=X&Filter.1.Value.1=v",
      ),
      { service: "ec2", protocol: "ec2", action: "X", params: { Filter: [{ Value: ["v"] }] } },
    ],
    [
      "of a JSON protocol",
      http(
        { authorization: signed("organizations"), "x-amz-target": "AWSOrganizationsV20161128.ListRoots" },
        '{"a":1}',
      ),
      { service: "organizations", protocol: "json", action: "ListRoots", params: { a: 1 } },
    ],
    [
      "of a REST protocol",
      http({ authorization: signed("eks"), "x-amz-security-token": "t" }, '{"name":"c"}', "/clusters"),
      { service: "eks", protocol: "rest-json", action: undefined, token: "t", params: { name: "c" } },
    ],
    [
      "that is unsigned, as AWS takes it",
      http({ "content-type": form }, "Action=AssumeRoleWithWebIdentity"),
      { service: "sts", accessKey: undefined },
    ],
    [
      "that is signed in its address",
      http(
        {},
        "",
        "/?Action=GetCallerIdentity&X-Amz-Credential=AKIAY%2F20260101%2Fus-east-1%2Fsts%2Faws4_request",
        "GET",
      ),
      { service: "sts", region: "us-east-1", accessKey: "AKIAY", action: "GetCallerIdentity" },
    ],
  ];
  for (const [what, request, expected] of cases) {
    it(`is understood ${what}`, () => {
      const parsed = parseRequest(request);
      assert.ok(parsed);
      for (const [field, value] of Object.entries(expected)) {
        assert.deepEqual(parsed[field as keyof typeof parsed], value, field);
      }
    });
  }

  it("is none without a signature or an action", () => {
    assert.equal(parseRequest(http({ "content-type": form }, "Action=GetRole")), undefined);
    assert.equal(parseRequest(http({}, "", "/clusters", "GET")), undefined);
  });

  it("of ours is read as it was written", () => {
    const key = fc
      .stringMatching(/^[A-Z][a-z]{1,8}$/)
      .filter((name) => !["Action", "Version"].includes(name));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string({ minLength: 1 }),
        fc.array(tie("value"), { minLength: 1, maxLength: 12 }),
        fc.dictionary(key, tie("value"), { minKeys: 1, maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { maxKeys: 4 }),
        fc.constantFrom("iam", "ec2"),
        (params, service) => {
          const body = formOf(service, "us-east-1", "Do", params).body.toString();
          assert.equal(JSON.stringify(nested(new URLSearchParams(body))), JSON.stringify(params));
        },
      ),
    );
  });

  const routes: [method: string, path: string, action: string | undefined, params?: object][] = [
    [
      "GET",
      "/clusters/c/updates/u?nodegroupName=n",
      "DescribeUpdate",
      { name: "c", updateId: "u", nodegroupName: "n" },
    ],
    [
      "POST",
      "/clusters/c/access-entries/arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx",
      "UpdateAccessEntry",
      { principalArn: "arn:aws:iam::1:role/x" },
    ],
    ["DELETE", "/tags/a?tagKeys=one", "UntagResource", { tagKeys: ["one"] }],
    ["GET", "/clusters/c/fargate-profiles", undefined],
    ["PUT", "/clusters/c", undefined],
  ];
  for (const [method, path, action, params] of routes) {
    it(`finds ${action ?? "nothing"} at ${method} ${path}`, () => {
      const found = route(http({}, "", path, method));
      assert.equal(found?.action, action);
      for (const [name, value] of Object.entries(params ?? {})) assert.deepEqual(found?.params[name], value);
    });
  }
});
