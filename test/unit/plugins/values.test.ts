import assert from "node:assert/strict";
import {
  hasUnknown,
  marshal,
  UNKNOWN,
  unmarshal,
  type Values,
} from "../../../sandbox/plugins/protocol/values";
import { StructClass } from "../../../sandbox/plugins/protocol/protobuf";

const signature = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });
const output = (value?: unknown) => ({
  [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  ...(value === undefined ? {} : { value }),
  secret: true,
  dependencies: ["urn:x"],
});
const reference = (id?: string) => ({
  [signature]: "5cf8f73096256a8f31e491e813e4eb8e",
  urn: "urn:role",
  ...(id === undefined ? {} : { id }),
});

describe("properties as the engine sends them", () => {
  const cases: { what: string; sent: unknown; becomes: unknown }[] = [
    { what: "plain data stays", sent: { a: [1, true, "x"] }, becomes: { a: [1, true, "x"] } },
    { what: "null is absent", sent: { a: null, b: { c: null } }, becomes: { b: {} } },
    { what: "a secret is opened", sent: { a: secret({ b: "x" }) }, becomes: { a: { b: "x" } } },
    { what: "a secret in a list is opened", sent: { a: [secret("x"), "y"] }, becomes: { a: ["x", "y"] } },
    { what: "an output is opened", sent: { a: output(secret("x")) }, becomes: { a: "x" } },
    { what: "an output without a value is unknown", sent: { a: output() }, becomes: { a: UNKNOWN } },
    { what: "a resource is its id", sent: { a: reference("Role") }, becomes: { a: "Role" } },
    { what: "a resource without an id yet is unknown", sent: { a: reference("") }, becomes: { a: UNKNOWN } },
    { what: "a component is its URN", sent: { a: reference() }, becomes: { a: "urn:role" } },
    {
      what: "an unknown of any type is the one unknown",
      sent: {
        a: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        b: ["6a19a0b0-7e62-4c92-b797-7f8e31da9cc2"],
        c: UNKNOWN,
      },
      becomes: { a: UNKNOWN, b: [UNKNOWN], c: UNKNOWN },
    },
  ];
  for (const { what, sent, becomes } of cases) {
    it(what, () => assert.deepEqual(unmarshal(StructClass.fromJavaScript(sent as never)), becomes));
  }

  it("may not hold an asset", () => {
    const asset = { [signature]: "c44067f5952c0a294b673a41bacd8c17", text: "x" };
    assert.throws(
      () => unmarshal(StructClass.fromJavaScript({ asset })),
      /assets and archives are not supported/,
    );
  });

  it("come back as they went, without what is undefined", () => {
    const values: Values = { a: 1, b: undefined, c: { d: undefined, e: [UNKNOWN] } };
    assert.deepEqual(unmarshal(marshal(values)), { a: 1, c: { e: [UNKNOWN] } });
  });

  it("are unknown as soon as one part is", () => {
    assert.equal(hasUnknown({ a: [{ b: UNKNOWN }] }), true);
    assert.equal(hasUnknown({ a: [{ b: "known" }], c: undefined }), false);
  });
});
