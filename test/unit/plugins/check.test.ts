import assert from "node:assert/strict";
import { UNKNOWN, type Values } from "../../../sandbox/plugins/protocol/values";
import { check, defaulted } from "../../../sandbox/plugins/table/check";
import { properties, request, trust } from "./table";

const valid: Values = { trust: trust("a") };
const problemsOf = (news: Values) => check("t", properties, request(news)).problems;

describe("checked inputs", () => {
  it("have names and defaults filled in, and say which", () => {
    const { inputs, problems } = check("t", properties, request(valid));
    assert.deepEqual(problems, []);
    assert.deepEqual(inputs, {
      ...valid,
      name: "launcher-abcdef1",
      path: "/",
      wait: false,
      __defaults: ["name", "path", "wait"],
    });
  });

  it("have documents as text", () => {
    const { inputs } = check("t", properties, request({ trust: { Version: "1" }, values: { a: [1] } }));
    assert.equal(inputs.trust, '{"Version":"1"}');
    assert.equal(inputs.values, '{"a":[1]}');
  });

  it("have a document unknown as a whole as soon as one part is", () => {
    const { inputs } = check("t", properties, request({ trust: { Principal: { AWS: UNKNOWN } } }));
    assert.equal(inputs.trust, UNKNOWN);
  });

  const refused: { what: string; news: Values; property: string; reason: RegExp }[] = [
    {
      what: "an unknown property",
      news: { nam: "x" },
      property: "nam",
      reason: /^t has no property 'nam' in the sandbox, which knows: name, path, /,
    },
    {
      what: "an unknown nested property",
      news: { network: { subnets: [], subnet: "x" } },
      property: "network.subnet",
      reason: /has no property 'network.subnet'/,
    },
    { what: "what only AWS sets", news: { arn: "x" }, property: "arn", reason: /has no property 'arn'/ },
    {
      what: "a missing nested property",
      news: { network: {} },
      property: "",
      reason: /^t needs 'network.subnets'$/,
    },
    {
      what: "a number for a text",
      news: { path: 1 },
      property: "path",
      reason: /^t expects a string as 'path'$/,
    },
    {
      what: "a text for a number",
      news: { size: "1" },
      property: "size",
      reason: /^t expects a number as 'size'$/,
    },
    { what: "a text for a flag", news: { wait: "true" }, property: "wait", reason: /expects a boolean/ },
    { what: "a text for a list", news: { cidrs: "x" }, property: "cidrs", reason: /expects a list/ },
    {
      what: "a wrong element",
      news: { steps: ["a", 1] },
      property: "steps[1]",
      reason: /expects a string as 'steps\[1\]'/,
    },
    {
      what: "a wrong value in a map",
      news: { labels: { a: 1 } },
      property: "labels.a",
      reason: /expects a string/,
    },
    { what: "a list for an object", news: { network: [] }, property: "network", reason: /expects an object/ },
    {
      what: "what is no JSON",
      news: { values: "{" },
      property: "values",
      reason: /expects a document in JSON/,
    },
  ];
  for (const { what, news, property, reason } of refused) {
    it(`refuse ${what}`, () => {
      const [problem, ...others] = problemsOf({ ...valid, ...news });
      assert.deepEqual(others, []);
      assert.equal(problem?.property, property);
      assert.match(problem.reason, reason);
    });
  }

  it("report every problem at once", () => {
    assert.deepEqual(
      problemsOf({ nam: "x", size: "1" }).map(({ property }) => property),
      ["nam", "size", ""],
    );
  });

  it("take an unknown for a value of any type", () => {
    assert.deepEqual(
      problemsOf({ trust: UNKNOWN, size: UNKNOWN, cidrs: UNKNOWN, network: { subnets: [UNKNOWN] } }),
      [],
    );
  });
});

describe("a made-up name", () => {
  const nameOf = (more: Parameters<typeof request>[1]) =>
    check("t", properties, request(valid, more)).inputs.name;

  it("stays as it was made up", () => {
    assert.equal(nameOf({ olds: { name: "launcher-0000000", __defaults: ["name"] } }), "launcher-0000000");
  });
  it("is new where the program named the resource before", () => {
    assert.equal(nameOf({ olds: { name: "mine", __defaults: [] } }), "launcher-abcdef1");
  });
  it("is shortened before its random part", () => {
    assert.equal(nameOf({ name: "a-very-long-logical-name" }), "a-very-long--abcdef1");
  });
  it("is as the project's autonaming proposes it", () => {
    assert.equal(nameOf({ autonaming: { proposedName: "p-launcher", mode: "propose" } }), "p-launcher");
    assert.equal(
      nameOf({ autonaming: { proposedName: "a-name-that-is-enforced", mode: "enforce" } }),
      "a-name-that-is-enforced",
    );
  });
  it("is refused where autonaming is off", () => {
    const { problems } = check(
      "t",
      properties,
      request(valid, { autonaming: { proposedName: "", mode: "disable" } }),
    );
    assert.deepEqual(
      problems.map(({ reason }) => reason),
      ["autonaming is disabled, so t needs 'name'"],
    );
  });
  it("is no default once the program gives it", () => {
    assert.deepEqual(defaulted(check("t", properties, request({ ...valid, name: "mine" })).inputs), [
      "path",
      "wait",
    ]);
  });
});
