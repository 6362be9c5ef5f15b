import type { Call } from "../front/call";
import type { Resolver } from "./resolver";
import type { Stack } from "./stacks";
import { references, refused, type Template } from "./template";

export function pseudoParameters(stack: Pick<Stack, "id" | "name">, call: Call): Record<string, unknown> {
  return {
    "AWS::AccountId": call.account,
    "AWS::Partition": call.partition,
    "AWS::Region": call.region,
    "AWS::StackId": stack.id,
    "AWS::StackName": stack.name,
    "AWS::URLSuffix": call.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
    "AWS::NotificationARNs": [],
  };
}

/** The resources whose condition holds, each after those that it refers to. */
export function resourcesInOrder({ Resources }: Template, resolver: Resolver): string[] {
  const present = Object.keys(Resources).filter((name) => {
    const condition = Resources[name]?.Condition;
    return condition === undefined || resolver.condition(condition);
  });
  const order: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (order.includes(name)) return;
    if (path.includes(name)) throw refused(`Circular dependency between resources: [${path.join(", ")}]`);
    for (const other of references(Resources[name]))
      if (present.includes(other)) visit(other, [...path, name]);
    order.push(name);
  };
  for (const name of present) visit(name, []);
  return order;
}

/** Whether two values are the same, whatever the order of their fields. */
export function sameProperties(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
