import type { Checked, CheckRequest } from "../protocol/plugin";
import { isValues, type Values } from "../protocol/values";
import type { Kind } from "./kinds";
import { isAutonamed, managerOf, managerProperty, metadataOf, withName } from "./objects";

/**
 * Inputs with the name and namespace that a resource gets when the program gives none, and with the manager of its
 * fields. Whether they are right the API server says, at the preview.
 *
 * @param namespace for an object of a namespaced kind; undefined when it is not, or when nobody can tell
 */
export function check(request: CheckRequest, kind: Kind, namespace: string | undefined): Checked {
  const { type, name, olds, news } = request;
  const [manager] = [olds[managerProperty] ?? managerOf(type, name)];
  const inputs: Values = { ...news, ...kind, [managerProperty]: manager };
  if (inputs.metadata !== undefined && !isValues(inputs.metadata)) return { inputs, problems: [] };
  const metadata = metadataOf(inputs);
  if (metadata.generateName !== undefined) {
    const reason =
      "the sandbox's kubernetes plugin does not know 'metadata.generateName': leave the name out";
    return { inputs, problems: [{ property: "metadata.generateName", reason }] };
  }
  const placed =
    namespace !== undefined && metadata.namespace === undefined
      ? { ...inputs, metadata: { ...metadata, namespace } }
      : inputs;
  if (metadata.name !== undefined) return { inputs: placed, problems: [] };
  const chosen = isAutonamed(olds) ? metadataOf(olds).name : autoname(request);
  if (chosen !== undefined) return { inputs: withName(placed, chosen), problems: [] };
  const reason = `autonaming is disabled, so ${type} needs 'metadata.name'`;
  return { inputs: placed, problems: [{ property: "metadata", reason }] };
}

/** As the real provider names: the logical name and eight random hexadecimal digits, if the project does not say otherwise. */
export function autoname({
  name,
  seed,
  autonaming,
}: Pick<CheckRequest, "name" | "seed" | "autonaming">): string | undefined {
  if (autonaming?.mode === "disable") return undefined;
  return autonaming?.proposedName ?? `${name}-${Buffer.from(seed).toString("hex").slice(0, 8)}`;
}
