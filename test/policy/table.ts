import assert from "node:assert/strict";

import type { Rule } from "../../policy-pack/rule";
import { judge, type Asked } from "./judge";
import type { Given } from "./resources";

/** A program and what a rule says of it. Without `refused` and `advised` it must stay quiet. */
export interface Case extends Asked {
  readonly title: string;
  readonly resources: readonly Given[];
  /** One pattern for every violation, in any order. */
  readonly refused?: readonly RegExp[];
  /** One pattern for every piece of advice. */
  readonly advised?: readonly RegExp[];
  /** Whether all violations come before anything is created; true unless resources must be joined. */
  readonly beforeCreation?: boolean;
}

/** Makes a test of every case. */
export function table(rule: Rule, cases: readonly Case[]): void {
  for (const { title, resources, refused = [], advised = [], beforeCreation, ...asked } of cases) {
    const verb = refused.length > 0 ? "refuses" : advised.length > 0 ? "advises on" : "accepts";
    it(`${verb} ${title}`, () => {
      const said = judge(rule, resources, asked);
      const violations = said.filter(({ level }) => level === "mandatory");
      matched(
        violations.map(({ message }) => message),
        refused,
      );
      const advice = said.filter(({ level }) => level === "advisory");
      matched(
        advice.map(({ message }) => message),
        advised,
      );
      if (beforeCreation ?? refused.length > 0)
        assert(
          violations.some(({ form }) => form === "resource"),
          "nothing is refused before it is created",
        );
      for (const { message } of said) assert(message.split("\n").length <= 2, `too long:\n${message}`);
    });
  }
}

function matched(messages: readonly string[], patterns: readonly RegExp[]): void {
  const left = [...patterns];
  const rest = messages.filter((message) => {
    const at = left.findIndex((pattern) => pattern.test(message));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  assert.deepEqual({ unexpected: rest, missing: left.map(String) }, { unexpected: [], missing: [] });
}
