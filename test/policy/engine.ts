import {
  unknownCheckingProxy,
  type PolicyProviderResource,
  type PolicyResource,
  type ResourceValidationArgs,
} from "@pulumi/policy";

import { NotKnown, Output, type Given } from "./resources";

/** When the engine asks: at a preview outputs are not known yet. */
export type When = "preview" | "update";

/** The engine's sign for a text that is not known. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const options = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

export function urnOf({ type, name }: Given): string {
  return `urn:pulumi:test::octolaunch::${type}::${name}`;
}

/** What the engine hands to the resource form: inputs, with nothing about where they come from. */
export function resourceArguments(given: Given, when: When, config: object): ResourceValidationArgs {
  return {
    ...named(given),
    props: proxy(valuesOf(given.props, when)),
    ...providerOf(given),
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    getConfig: <T extends object>() => config as T,
    notApplicable: () => {
      throw new Error("no rule says that it is not applicable");
    },
  };
}

/** What the engine hands to the stack form: all resources with outputs, and where their inputs come from. */
export function stackResources(givens: readonly Given[], when: When): PolicyResource[] {
  const resources = new Map(
    givens.map((given): [Given, PolicyResource] => [
      given,
      {
        ...named(given),
        props: proxy({ ...outputsOf(given, when), ...(valuesOf(given.props, when) as object) }),
        ...providerOf(given),
        dependencies: [],
        propertyDependencies: {},
        isType: () => false,
        asType: () => undefined,
      },
    ]),
  );
  for (const [given, resource] of resources) {
    for (const [name, value] of Object.entries(given.props)) {
      const origins = originsOf(value).flatMap((of) => resources.get(of) ?? []);
      // The engine leaves out what comes from nowhere.
      if (origins.length > 0) resource.propertyDependencies[name] = origins;
    }
  }
  return [...resources.values()];
}

/** Resources that others take something from come first, as the engine has them; otherwise in the order given. */
export function inDependencyOrder(givens: readonly Given[]): readonly Given[] {
  const done = new Set<Given>();
  const visit = (given: Given): void => {
    if (done.has(given)) return;
    for (const origin of originsOf(given.props)) if (givens.includes(origin)) visit(origin);
    done.add(given);
  };
  givens.forEach(visit);
  return [...done];
}

function named(given: Given): Pick<PolicyResource, "type" | "name" | "urn" | "opts"> {
  return { type: given.type, name: given.name, urn: urnOf(given), opts: options };
}

function providerOf({ provider: { name, type, props } }: Given): { provider: PolicyProviderResource } {
  const urn = `urn:pulumi:test::octolaunch::${type}::${name}`;
  return { provider: { type, name, urn, props: proxy(props) } };
}

function proxy(props: unknown): Record<string, unknown> {
  return unknownCheckingProxy(props as object) as Record<string, unknown>;
}

/** What AWS decides on, as far as rules look at it. */
function outputsOf(given: Given, when: When): Record<string, unknown> {
  const made = { arn: arnOf(given), id: idOf(given) };
  const entries = Object.entries(made).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, when === "preview" ? unknownText : value]));
}

const kinds: Readonly<Record<string, string>> = {
  "aws:iam/role:Role": "role",
  "aws:iam/policy:Policy": "policy",
  "aws:iam/user:User": "user",
};

function arnOf({ type, props, provider }: Given): string | undefined {
  const kind = kinds[type];
  if (kind === undefined) return undefined;
  const [account = "000000000000"] = /\d{12}/.exec(provider.props.allowedAccountIds ?? "") ?? [];
  return `arn:aws:iam::${account}:${kind}${String(props.path ?? "/")}${String(props.name)}`;
}

function idOf(given: Given): string | undefined {
  if (given.type === "aws:organizations/policy:Policy") return `p-${given.name.replace(/\W/g, "")}`;
  return given.type === "aws:iam/policy:Policy" ? arnOf(given) : String(given.props.name ?? given.name);
}

/** Names are inputs, which a preview knows of what is yet to be created as well. */
function valuesOf(value: unknown, when: When): unknown {
  if (value instanceof NotKnown) return unknownText;
  if (value instanceof Output) {
    const input = value.of.props[value.property];
    if (input !== undefined) return valuesOf(input, when);
    if (when === "preview") return unknownText;
    return outputsOf(value.of, when)[value.property] ?? unknownText;
  }
  if (Array.isArray(value)) return value.map((item) => valuesOf(item, when));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, valuesOf(item, when)]));
}

function originsOf(value: unknown): readonly Given[] {
  if (value instanceof Output) return [value.of];
  if (typeof value !== "object" || value === null || value instanceof NotKnown) return [];
  return Object.values(value).flatMap(originsOf);
}
