import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { checkout } from "../sandbox/home";
import type { StateResource } from "../sandbox/pulumi";

/**
 * Writes a project that registers what a stack has registered, without deciding anything: one line of plain
 * JavaScript a resource, every value written out. What it takes is what no program of these resources can go below.
 *
 * @param folder where to write it
 * @param resources the stack's, as its state has them, parents and providers before those that refer to them
 */
export function writeFloor(folder: string, name: string, resources: readonly StateResource[]): void {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, main: "index.js" }));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    JSON.stringify({ name, runtime: { name: "nodejs", options: { typescript: false } } }),
  );

  const variables = new Map<string, string>();
  const providers = resources.flatMap(({ type }) => /^pulumi:providers:(\w+)$/.exec(type)?.[1] ?? []);
  const lines = [...new Set(["pulumi", ...providers])].map(
    (one) => `const ${one} = require("@pulumi/${one}");`,
  );
  const remote = new Set(resources.filter(({ type }) => type === "eks:index:Cluster").map(({ urn }) => urn));
  for (const resource of resources) {
    // The engine makes default providers, and a remote component's plugin registers its children.
    const made = /^pulumi:providers:\w+::default/.test(resource.urn.split("::").slice(-2).join("::"));
    if (made || resource.type === "pulumi:pulumi:Stack" || hasAncestor(resource, remote, resources)) continue;
    const variable = `r${variables.size}`;
    variables.set(resource.urn, variable);
    lines.push(`const ${variable} = ${construction(resource, variables)};`);
  }
  writeFileSync(join(folder, "index.js"), `${lines.join("\n")}\n`);
}

function construction(resource: StateResource, variables: ReadonlyMap<string, string>): string {
  const { type, urn, inputs = {}, parent, provider = "" } = resource;
  const name = JSON.stringify(urn.split("::").at(-1));
  const options = [
    parent && variables.has(parent) ? `parent: ${variables.get(parent)}` : "",
    provider && variables.has(provider.replace(/::[^:]*$/, ""))
      ? `provider: ${variables.get(provider.replace(/::[^:]*$/, ""))}`
      : "",
    // The state does not say which providers a component hands on.
    type === "eks:index:Cluster" ? `providers: [${variables.get(awsProvider(variables)) ?? ""}]` : "",
    resource.protect ? "protect: true" : "",
  ].filter((option) => option !== "");
  const args = JSON.stringify(written(type, inputs));
  const settings = `{ ${options.join(", ")} }`;
  if (type === "pulumi:pulumi:StackReference") return `new pulumi.StackReference(${name})`;
  if (!resource.custom && type !== "eks:index:Cluster") {
    return `new pulumi.ComponentResource(${JSON.stringify(type)}, ${name}, {}, ${settings})`;
  }
  return `new ${className(type)}(${name}, ${args}, ${settings})`;
}

function awsProvider(variables: ReadonlyMap<string, string>): string {
  return [...variables.keys()].find((urn) => urn.includes("::pulumi:providers:aws::")) ?? "";
}

/** `aws:iam/role:Role` as `aws.iam.Role`. */
function className(type: string): string {
  if (type.startsWith("pulumi:providers:")) return `${type.split(":")[2]}.Provider`;
  const [packageName = "", module = "", className = ""] = type.split(":");
  const folder = module.split("/")[0];
  return [packageName, folder === "index" ? "" : folder, className].filter((part) => part !== "").join(".");
}

/** Inputs as a program writes them: a provider's are kept as JSON, and the engine adds its own to each. */
function written(type: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isProvider = type.startsWith("pulumi:providers:");
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([key]) => !key.startsWith("__") && !(isProvider && key === "version"))
      .map(([key, value]) => [
        key,
        type.startsWith("pulumi:providers:") &&
        typeof value === "string" &&
        /^([[{]|true$|false$)/.test(value)
          ? (JSON.parse(value) as unknown)
          : value,
      ]),
  );
}

function hasAncestor(
  { parent }: StateResource,
  ancestors: ReadonlySet<string>,
  resources: readonly StateResource[],
): boolean {
  if (!parent) return false;
  if (ancestors.has(parent)) return true;
  const next = resources.find(({ urn }) => urn === parent);
  return next ? hasAncestor(next, ancestors, resources) : false;
}
