import type { InputPropertyErrorDetails } from "@pulumi/pulumi/errors";
import { Output } from "@pulumi/pulumi/output";

export type Problem = InputPropertyErrorDetails;

/** Says what the plugin does not know about the value of an option, which is `undefined` where it is not set. */
export type Rule = (value: unknown, path: string) => Problem[];

export const anything: Rule = () => [];

export const required: Rule = (value, path) =>
  value === undefined ? [unknown(path, `a cluster without '${path}'`)] : [];

/** Any other value leads to resources that the sandbox does not make. */
export function only(...known: readonly unknown[]): Rule {
  return (value, path) => {
    if (known.includes(value)) return [];
    const wanted = `'${path}: ${String(known[0])}'`;
    if (value === undefined) return [unknown(path, `a cluster without ${wanted}`)];
    if (Output.isInstance(value)) return [late(path)];
    return [unknown(path, `'${path}: ${String(value)}', only ${wanted}`)];
  };
}

/** An object with these fields and no other. */
export function fields(rules: Readonly<Record<string, Rule>>): Rule {
  return object((values, at) => [
    ...Object.keys(values)
      .filter((name) => !(name in rules) && values[name] !== undefined)
      .map((name) => unknown(at(name), `the option '${at(name)}'`)),
    ...Object.entries(rules).flatMap(([name, rule]) => rule(values[name], at(name))),
  ]);
}

/** An object whose names are the user's own. */
export function each(rule: Rule): Rule {
  return object((values, at) => Object.entries(values).flatMap(([name, value]) => rule(value, at(name))));
}

function object(
  check: (values: Readonly<Record<string, unknown>>, at: (name: string) => string) => Problem[],
): Rule {
  return (value, path) => {
    if (value === undefined) return [];
    if (Output.isInstance(value)) return [late(path)];
    return check(value as Readonly<Record<string, unknown>>, (name) => (path ? `${path}.${name}` : name));
  };
}

function late(path: string): Problem {
  return unknown(path, `a value of '${path}' that comes from a resource or is secret`);
}

function unknown(propertyPath: string, what: string): Problem {
  return { propertyPath, reason: `the sandbox's eks plugin does not know ${what}` };
}
