/* eslint-disable @typescript-eslint/no-require-imports --
   Loaded when a program first uses one: the SDK's clients are big. The bundler keeps it so; of `import()` it would
   make the same, but mocha could not run it. */
import type { Entry } from "./entry";

type Module = () => { resources: Entry[] };

const ec2: Module = () => require("./ec2") as typeof import("./ec2");

/** The entries of each of Pulumi's modules. */
const modules: Readonly<Record<string, Module>> = {
  cloudwatch: () => require("./logs") as typeof import("./logs"),
  ec2,
  eks: () => require("./eks") as typeof import("./eks"),
  iam: () => require("./iam") as typeof import("./iam"),
  kms: () => require("./kms") as typeof import("./kms"),
  organizations: () => require("./organizations") as typeof import("./organizations"),
  route53: () => require("./route53") as typeof import("./route53"),
  vpc: ec2,
};

/** @throws Error that names a type without an entry */
export function entryOf(type: string): Entry {
  const module = /^aws:(\w+)\//.exec(type)?.[1] ?? "";
  const entry = modules[module]?.().resources.find((candidate) => candidate.type === type);
  if (!entry) throw new Error(`the sandbox does not know the resource type '${type}'`);
  return entry;
}

/** The whole table. */
export function allEntries(): Entry[] {
  const loaded = [...new Set(Object.values(modules))].flatMap((load) => load().resources);
  return loaded.sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** The types that AWS has no schema for, so that nobody judges their properties. */
export function unjudgedTypes(): string[] {
  return allEntries()
    .filter(({ cfn }) => !cfn)
    .map(({ type }) => type);
}
