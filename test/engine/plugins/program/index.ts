import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

/** A program as data: what a test wants registered, in this order. `${name.property}` is another one's output. */
export interface Graph {
  readonly version: string;
  readonly providers: Record<string, Record<string, unknown>>;
  readonly resources: Node[];
  readonly invokes?: Call[];
}

export interface Call {
  readonly name: string;
  readonly token: string;
  readonly provider: string;
  readonly args: Record<string, unknown>;
  /** Names of resources that have to exist first. */
  readonly after?: string[];
}

export interface Node {
  readonly name: string;
  readonly type: string;
  readonly provider: string;
  readonly inputs: Record<string, unknown>;
  readonly options?: pulumi.CustomResourceOptions;
  /** Names of others that have to exist first. */
  readonly after?: string[];
}

class Raw extends pulumi.CustomResource {
  constructor({ name, type, inputs, options }: Node, outputs: string[], opts: pulumi.CustomResourceOptions) {
    const wanted = Object.fromEntries(outputs.map((output) => [output, undefined]));
    super(type, name, { ...wanted, ...inputs }, { ...options, ...opts });
  }
}

class RawProvider extends pulumi.ProviderResource {}

const text = readFileSync(process.env.GRAPH ?? "", "utf8");
const graph = JSON.parse(text) as Graph;
const { version } = graph;
const made: Record<string, pulumi.Resource> = {};

/** Outputs of a resource that others refer to. */
function referred(name: string): string[] {
  return [...text.matchAll(/\$\{([\w-]+)\.(\w+)\}/g)]
    .filter((match) => match[1] === name)
    .map((match) => match[2] ?? "");
}

function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value === "object" && value !== null) {
    const secret = (value as { secret?: unknown }).secret;
    if (secret !== undefined) return pulumi.secret(resolve(secret));
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, resolve(element)]));
  }
  const reference = typeof value === "string" ? /^\$\{([\w-]+)\.(\w+)\}$/.exec(value) : null;
  return reference ? output(reference[1] ?? "", reference[2] ?? "") : value;
}

function output(name: string, property: string): unknown {
  const resource = made[name] as unknown as Record<string, unknown> | undefined;
  if (!resource) throw new Error(`the graph has no '${name}' before its use`);
  return resource[property];
}

const providers: Record<string, pulumi.ProviderResource> = {};
for (const [name, config] of Object.entries(graph.providers)) {
  // As the SDK of the real provider does it: everything that is no text is JSON.
  const inputs = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  providers[name] = new RawProvider("aws", name, Object.fromEntries(inputs) as pulumi.Inputs, { version });
}
for (const node of graph.resources) {
  const outputs = [...referred(node.name), "arn", "tagsAll"];
  const inputs = resolve(node.inputs) as Record<string, unknown>;
  const dependsOn = (node.after ?? []).map((name) => made[name]).filter((one) => one !== undefined);
  made[node.name] = new Raw({ ...node, inputs }, outputs, {
    version,
    dependsOn,
    provider: providers[node.provider],
  });
}
for (const { name, token, provider, args, after = [] } of graph.invokes ?? []) {
  const options = { version, provider: providers[provider] };
  const wait = after.map((other) => output(other, "id"));
  const known = pulumi.output<unknown[]>([resolve(args), ...wait]) as pulumi.Output<pulumi.Inputs[]>;
  module.exports[name] = known.apply(([ready]) => pulumi.runtime.invoke(token, ready ?? {}, options));
}
