import assert from "node:assert/strict";

import { errorAnswer, resultAnswer } from "../../../sandbox/aws/front/answers";
import { AwsError, unknownApi } from "../../../sandbox/aws/front/errors";
import { textOf } from "../../../sandbox/aws/front/xml";
import type { Protocol } from "../../../sandbox/aws/front/call";

describe("An answer of the front", () => {
  const error = new AwsError("NoSuchEntity", "no <role> & no 'user'", 404);
  const escaped = "no &lt;role&gt; &amp; no 'user'";
  const forms: [service: string, protocol: Protocol, body: RegExp | string][] = [
    [
      "iam",
      "query",
      `<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>${escaped}</Message></Error>`,
    ],
    [
      "ec2",
      "ec2",
      `<Response><Errors><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>${escaped}</Message></Error></Errors>`,
    ],
    ["s3", "rest-xml", `<Error><Code>NoSuchEntity</Code><Message>${escaped}</Message>`],
    ["kms", "json", '"__type":"NoSuchEntity","message":"no <role>'],
    ["eks", "rest-json", '"message":"no <role>'],
  ];
  for (const [service, protocol, body] of forms) {
    it(`is an error as ${service} writes it`, () => {
      const answer = errorAnswer({ service, protocol }, error);
      assert.equal(answer.status, 404);
      assert.ok(answer.body.toString().includes(String(body)), answer.body.toString());
      if (protocol.endsWith("json")) assert.equal(answer.headers["x-amzn-errortype"], "NoSuchEntity");
    });
  }

  it("names an API that the sandbox has not, and does not make SDKs try again", () => {
    const unknown = unknownApi("eks", "CreateFoo");
    assert.equal(unknown.message, "the sandbox does not know eks:CreateFoo");
    assert.ok(unknown.status < 500);
  });

  it("is a result of the query protocol, with lists and moments", () => {
    const result = { Names: ["a", "b"], Empty: [], At: new Date(0), Nothing: undefined, Yes: true };
    const body = resultAnswer({ service: "sts", protocol: "query" }, "Do", result).body.toString();
    assert.ok(
      body.includes(
        "<DoResult><Names><member>a</member><member>b</member></Names><Empty></Empty><At>1970-01-01T00:00:00.000Z</At><Yes>true</Yes></DoResult>",
      ),
      body,
    );
    assert.equal(textOf(body, "At"), "1970-01-01T00:00:00.000Z");
  });

  it("is a result of a JSON protocol, with moments in seconds", () => {
    const answer = resultAnswer({ service: "eks", protocol: "rest-json" }, "Do", {
      at: new Date(1500),
      list: [new Date(0)],
    });
    assert.equal(answer.body.toString(), '{"at":1.5,"list":[0]}');
  });
});
