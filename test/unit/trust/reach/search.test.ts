import assert from "node:assert/strict";

import { anySession, keyOf, type Certainty, type Edge, type Node } from "../../../../trust/reach/graph";
import { search, wayFrom, type Progress } from "../../../../trust/reach/search";

const node = (name: string): Node => anySession(name);

/** Steps as `from to`, with a question mark behind those that are possible only. */
function found(targets: readonly string[], ...steps: readonly string[]): ReturnType<typeof search> {
  return search(targets.map(node), () => (to) => edgesInto(keyOf(to), steps));
}

function edgesInto(name: string, steps: readonly string[]): readonly Edge[] {
  return steps.flatMap((step): Edge[] => {
    const [from = "", to = "", doubt] = step.split(" ");
    const certainty: Certainty = doubt === "?" ? "possible" : "proven";
    const words = { kind: "assume role", how: step, remedy: "" } as const;
    return to === name ? [{ from: node(from), to: node(to), certainty, ...words }] : [];
  });
}

/** Each who is found, with how certain that is and the steps of the way. */
function told(all: ReturnType<typeof search>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...all].map(([key, { certainty, node: who }]) => [
      key,
      [certainty, ...wayFrom(all, who).map(({ how }) => how)].join(", "),
    ]),
  );
}

describe("a search", () => {
  const cases: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>])[] = [
    ["finds the target itself", [], { t: "proven" }],
    ["finds who gets to it", ["a t"], { t: "proven", a: "proven, a t" }],
    [
      "finds who gets to it by others",
      ["a t", "b a"],
      { t: "proven", a: "proven, a t", b: "proven, b a, a t" },
    ],
    ["finds nobody who goes elsewhere", ["a b"], { t: "proven" }],
    ["takes the shortest way", ["a t", "b a", "b t"], { t: "proven", a: "proven, a t", b: "proven, b t" }],
    ["comes to an end in a circle", ["a t", "t a", "a a"], { t: "proven", a: "proven, a t" }],
    ["tells possible steps", ["a t ?"], { t: "proven", a: "possible, a t ?" }],
    [
      "takes a longer way that is proven rather than a shorter one that is possible",
      ["b t ?", "a t", "b a"],
      { t: "proven", a: "proven, a t", b: "proven, b a, a t" },
    ],
    [
      "goes on behind possible steps, by whatever step",
      ["a t ?", "b a", "c b ?"],
      { t: "proven", a: "possible, a t ?", b: "possible, b a, a t ?", c: "possible, c b ?, b a, a t ?" },
    ],
    [
      "takes the first one of several possible steps",
      ["a t", "b t ?", "b a ?"],
      { t: "proven", a: "proven, a t", b: "possible, b t ?" },
    ],
    [
      "takes a possible step into somebody proven",
      ["a t", "b a ?"],
      { t: "proven", a: "proven, a t", b: "possible, b a ?, a t" },
    ],
  ];
  for (const [title, steps, is] of cases) {
    it(title, () => assert.deepEqual(told(found(["t"], ...steps)), is));
  }

  it("has several targets", () => {
    assert.deepEqual(told(found(["t", "u"], "a u", "u t")), { t: "proven", u: "proven", a: "proven, a u" });
  });

  it("tells those who look for steps how far it has come", () => {
    const seen: string[] = [];
    search([node("t")], (progress: Progress) => (to) => {
      const told = ["t", "a", "b", "c"].map((key) =>
        progress.isFound(key) ? "found" : progress.isMet(key) ? "met" : "open",
      );
      seen.push(`${keyOf(to)}: ${told.join(" ")}`);
      return edgesInto(keyOf(to), ["a t", "b t ?", "c b"]);
    });
    assert.deepEqual(seen, [
      "t: found open open open",
      "a: found found met open",
      "b: found found found open",
      "c: found found found found",
    ]);
  });

  it("has no way from somebody who was not found", () => {
    assert.deepEqual(wayFrom(found(["t"], "a t"), node("z")), []);
  });
});
