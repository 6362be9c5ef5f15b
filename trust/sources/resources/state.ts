import { isFields, settled, type Fields, type PlainResource } from "./plain";
import { unknown } from "../../truth";

/** What the engine writes in place of a secret where it does not keep it. */
const blinded = "[secret]";

/**
 * The resources of a stack's export. Secrets are never decrypted: they are unknown.
 *
 * @param json what `pulumi stack export` prints, as text or parsed
 * @throws Error when it is no such export
 * @see https://www.pulumi.com/docs/cli/commands/pulumi_stack_export/
 */
export function resourcesOfExport(json: unknown): PlainResource[] {
  const deployment = fieldsOf(parsed(json)).deployment;
  const resources = fieldsOf(deployment).resources;
  if (!isFields(deployment)) throw new Error("this is no export of a stack: it has no deployment");
  // A stack without resources has none of them, not even an empty list.
  return plainResources(resources ?? []);
}

/**
 * The resources as a preview says that they will be.
 *
 * @param json what `pulumi preview --json --show-sames` prints, as text or parsed
 * @throws Error when it is no such preview, or when it leaves out the resources that stay the same
 * @see https://www.pulumi.com/docs/cli/commands/pulumi_preview/
 */
export function resourcesOfPreview(json: unknown): PlainResource[] {
  const { steps, changeSummary } = fieldsOf(parsed(json));
  if (!Array.isArray(steps)) throw new Error("this is no preview in JSON: it has no steps");
  const all = (steps as unknown[]).map(fieldsOf);
  const kept = all.filter(({ op }) => op === "same").length;
  const expected = Number(fieldsOf(changeSummary).same ?? 0);
  if (kept < expected)
    throw new Error(
      `the preview leaves out ${expected - kept} resources that stay the same: run it with --show-sames`,
    );
  // A replacement has several steps, and the last one has the resource as it will be.
  const states = new Map(
    all.flatMap(({ urn, newState }) => (isFields(newState) ? [[urn, newState] as const] : [])),
  );
  return plainResources([...states.values()]);
}

function parsed(json: unknown): unknown {
  return typeof json === "string" ? JSON.parse(json) : json;
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function plainResources(states: unknown): PlainResource[] {
  if (!Array.isArray(states)) throw new Error("this is no state of a stack: its resources are no list");
  const resources = (states as unknown[]).map(fieldsOf);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return resources.map((resource, index): PlainResource => {
    const { urn, type, propertyDependencies } = resource;
    if (typeof urn !== "string" || typeof type !== "string")
      throw new Error(`this is no state of a stack: resource ${index} has no URN or no type`);
    const provider = providerUrn(resource.provider);
    const state = byUrn.get(provider);
    return {
      urn,
      type,
      props: propsOf(resource),
      ...(provider !== undefined && {
        provider: { urn: provider, type: String(state?.type ?? ""), props: state ? propsOf(state) : {} },
      }),
      ...(isFields(propertyDependencies) && { propertyDependencies: dependencies(propertyDependencies) }),
    };
  });
}

/** A provider is named by its URN and its id. */
function providerUrn(reference: unknown): string | undefined {
  return typeof reference === "string" && reference !== "" ? reference.replace(/::[^:]*$/, "") : undefined;
}

/** Inputs and outputs together: what came out, or what was asked for where that is not known yet. */
function propsOf({ id, inputs, outputs }: Fields): Fields {
  const asked = settled(unblinded(fieldsOf(inputs))) as Fields;
  const made = settled(unblinded(fieldsOf(outputs))) as Fields;
  const merged = { ...asked };
  for (const [name, value] of Object.entries(made)) {
    if (value !== unknown || !(name in asked)) merged[name] = value;
  }
  return typeof id === "string" && id !== "" ? { id: settled(id), ...merged } : merged;
}

function unblinded(value: unknown): unknown {
  if (value === blinded) return unknown;
  if (Array.isArray(value)) return value.map(unblinded);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unblinded(item)]));
}

function dependencies(lists: Fields): Record<string, readonly string[]> {
  // A property that comes from nowhere has no list, but it is one that the program sets.
  return Object.fromEntries(
    Object.entries(lists).map(([name, urns]) => [name, Array.isArray(urns) ? (urns as string[]) : []]),
  );
}
