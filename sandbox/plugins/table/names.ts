import type { CheckRequest } from "../protocol/plugin";
import type { Property } from "./property";

type Naming = Pick<CheckRequest, "name" | "seed" | "autonaming">;

/**
 * The physical name of a resource that the program does not name: as the project's `pulumi:autonaming` has it,
 * by default the logical name and seven random hexadecimal digits, as the real provider does it. `undefined` when
 * autonaming is off.
 */
export function autoname(
  { autoname: rule }: Property,
  { name, seed, autonaming }: Naming,
): string | undefined {
  if (!rule || autonaming?.mode === "disable") return undefined;
  const prefix = rule.prefix ?? "";
  if (autonaming?.mode === "enforce") return prefix + autonaming.proposedName;
  const proposed = autonaming?.proposedName ?? `${name}-${Buffer.from(seed).toString("hex").slice(0, 7)}`;
  return prefix + shortened(proposed, rule.max - prefix.length);
}

/** What is too long loses the end of the logical name, never the random part. */
function shortened(name: string, max: number): string {
  if (name.length <= max) return name;
  const random = name.slice(-8);
  return name.slice(0, max - random.length) + random;
}
