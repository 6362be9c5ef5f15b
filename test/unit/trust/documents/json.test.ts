import assert from "node:assert/strict";

import fc from "fast-check";

import { repeatedKeys } from "../../../../trust/documents/json";

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

describe("a key that stands twice in JSON", () => {
  const cases: readonly (readonly [text: string, places: readonly string[]])[] = [
    ["{}", []],
    ["[]", []],
    ['"a"', []],
    ["1", []],
    ['{"a":1,"b":2}', []],
    ['{"a":1,"a":2}', ["a"]],
    ['{ "a" : 1 , "a" : 2 }', ["a"]],
    ['{"a":1,"b":2,"a":3,"a":4}', ["a", "a"]],
    ['{"a":1,"A":2}', []],
    ['{"a":"a","b":"a"}', []],
    ['["a","a"]', []],
    ['{"a":{"a":1},"b":{"a":1}}', []],
    ['[{"a":1},{"a":2}]', []],
    ['{"a":{"b":1,"b":2}}', ["a.b"]],
    ['{"a":[{"b":1},{"b":[1,2],"b":2}]}', ["a[1].b"]],
    ['{"a":[[1,2],[{"b":1,"b":2}]]}', ["a[1][0].b"]],
    ['[1,[2,3],{"a":{"x":1},"a":2}]', ["[2].a"]],
    ['{"Effect":"Deny","\\u0045ffect":"Allow"}', ["Effect"]],
    ['{"a\\"":1,"a":2}', []],
    ['{"a\\"":1,"a\\"":2}', ['a"']],
    ['{"a\\\\":1,"b":"\\\\","a\\\\":2}', ["a\\"]],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}', []],
    ['{"a":"b:c","b":"{","c":"a\\",\\"a"}', []],
    ['{"a":{},"b":[],"a":1}', ["a"]],
    ['{"a":":","b":" :"}', []],
    ['{"a":":","a":1}', ["a"]],
    ['{"a":"\\":","b":[":"],"b":null}', ["b"]],
    ['{"a"\n:1,"a"\t:2}', ["a"]],
    ['[null,{"a":null}]', []],
    ['{"__proto__":1,"constructor":2}', []],
    ['{"__proto__":1,"__proto__":2}', ["__proto__"]],
  ];
  for (const [text, places] of cases) {
    it(`${text}: ${places.join(" and ") || "none"}`, () => {
      assert.deepEqual(repeatedKeys(text, JSON.parse(text)), places);
    });
  }

  it("is found whatever else is there", () => {
    const simple = fc.string({ unit: fc.constantFrom("a", "z", " ", ":", "{", "]") });
    fc.assert(
      fc.property(fc.json(), fc.json(), simple, (one, other, key) => {
        const [first, second] = [JSON.stringify(key), JSON.stringify(key).replace(/[a-z]/, unicode)];
        const text = `[${one},{${first} : ${other}, ${second}:${one}}]`;
        assert.deepEqual(repeatedKeys(text, JSON.parse(text)), [`[1].${key}`]);
      }),
    );
  });

  it("is never found in what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 0, max: 2 }), (text, indent) => {
        const value: unknown = JSON.parse(text);
        assert.deepEqual(repeatedKeys(JSON.stringify(value, undefined, indent), value), []);
      }),
    );
  });
});
