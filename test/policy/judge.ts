import assert from "node:assert/strict";

import { policiesOf } from "../../policy-pack/pack";
import type { Rule } from "../../policy-pack/rule";
import type { WrittenSettings } from "../../policy-pack/config/settings";
import { inDependencyOrder, resourceArguments, stackResources, urnOf, type When } from "./engine";
import type { Given } from "./resources";

/** What a rule says of a stack. */
export interface Said {
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  /** Whether it is said before the resource is created, or only of the stack that has it. */
  readonly form: "resource" | "stack";
  /** Name of the resource that it is about. */
  readonly about?: string;
  readonly message: string;
}

export interface Asked {
  readonly config?: Partial<WrittenSettings>;
  /** `preview` by default. */
  readonly when?: When;
}

/**
 * What a rule says of a program, asked as the engine asks: unknown values throw, the resource form comes first and sees
 * inputs alone, and the order is anybody's guess, so that several are tried and must give the same.
 */
export function judge(rule: Rule, givens: readonly Given[], asked: Asked = {}): readonly Said[] {
  const orders = [givens, [...givens].reverse(), shuffled(givens, 7), shuffled(givens, 11)];
  const distinct = new Map(orders.map((order) => [order.map(urnOf).join(), order]));
  const [first = [], ...others] = [...distinct.values()].map((order) => judgeInOrder(rule, order, asked));
  for (const other of others)
    assert.deepEqual(other.map(withoutForm), first.map(withoutForm), "the order of the resources matters");
  return first;
}

/** A pack has rules that see every resource before it is created, whether or not the one that is tested does. */
const listener: Rule = { name: "listener", description: "", level: "advisory", ofResource: () => [] };

/** Which piece comes last, and so shows what several make together, depends on the order; what is said does not. */
function withoutForm({ form: _form, ...said }: Said): Omit<Said, "form"> {
  return said;
}

/** The same in one order alone, for the many programs of which only their documents differ. */
export function judgeInOrder(
  rule: Rule,
  order: readonly Given[],
  { config = {}, when = "preview" }: Asked = {},
): readonly Said[] {
  const policies = policiesOf([rule, listener]);
  const said: Said[] = [];
  const telling =
    (policy: (typeof policies)[number], form: Said["form"], of?: string) =>
    (message: string, urn = of): void => {
      const about = order.find((given) => urnOf(given) === urn)?.name;
      assert(urn === undefined || about !== undefined, `${urn} is no resource of the stack`);
      const { name, enforcementLevel } = policy;
      said.push({
        policy: name,
        level: enforcementLevel === "mandatory" ? "mandatory" : "advisory",
        form,
        ...(about !== undefined && { about }),
        message,
      });
    };
  for (const given of inDependencyOrder(order)) {
    for (const policy of policies) {
      if (!("validateResource" in policy) || typeof policy.validateResource !== "function") continue;
      void policy.validateResource(
        resourceArguments(given, when, config),
        telling(policy, "resource", urnOf(given)),
      );
    }
  }
  for (const policy of policies) {
    if (!("validateStack" in policy)) continue;
    const args = resourceArguments(order[0] as Given, when, config);
    void policy.validateStack({ ...args, resources: stackResources(order, when) }, telling(policy, "stack"));
  }
  return said.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const keyed = items.map((item, index) => [((index + 1) * seed * 2654435761) % 4294967296, item] as const);
  return keyed.sort(([one], [other]) => one - other).map(([, item]) => item);
}

function keyOf({ policy, about = "", message }: Said): string {
  return [policy, about, message].join("\n");
}
