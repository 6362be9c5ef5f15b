import * as yaml from "js-yaml";

/** Where a template is resolved: what CloudFormation knows without being told. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** Parameters as they are given to CloudFormation: lists with commas. */
export type Parameters = Readonly<Record<string, string>>;

/** A template as CloudFormation sees it after all functions. */
export interface Resolved {
  /** Logical name to type and properties; without those whose condition does not hold. */
  readonly resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;
}

/** Thrown for parameters that CloudFormation would refuse. */
export class ParameterError extends Error {}

interface Parameter {
  readonly Type: "String" | "CommaDelimitedList";
  readonly Default?: string;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly string[];
  readonly ConstraintDescription?: string;
}

interface Template {
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Condition?: string; readonly Properties: unknown }>
  >;
}

const functions = ["Ref", "Sub", "If", "Equals", "Not", "Join", "Split", "GetAtt"];
const kinds = ["scalar", "sequence", "mapping"] as const;
const schema = yaml.CORE_SCHEMA.extend(
  functions.flatMap((name) =>
    kinds.map(
      (kind) =>
        new yaml.Type(`!${name}`, {
          kind,
          construct: (value: unknown) => ({ [name === "Ref" ? name : `Fn::${name}`]: value }),
        }),
    ),
  ),
);

/**
 * Resolves the functions of a template, those that ours uses; any other is an error.
 *
 * @param text the template as YAML, short forms such as `!Sub` included
 * @throws ParameterError for parameters that are missing, unknown or not allowed
 */
export function resolveTemplate(text: string, given: Parameters, place: Place): Resolved {
  const template = yaml.load(text, { schema }) as Template;
  const parameters = parameterValues(template.Parameters, given);
  const pseudo: Readonly<Record<string, string>> = {
    "AWS::Partition": place.partition,
    "AWS::Region": place.region,
    "AWS::AccountId": place.accountId,
    "AWS::URLSuffix": place.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
  };

  const reference = (name: string): unknown => {
    if (name === "AWS::NoValue") return undefined;
    const value = pseudo[name] ?? parameters[name] ?? (name in template.Resources ? `<${name}>` : undefined);
    if (value === undefined) throw new Error(`the template refers to ${name}, which is nothing`);
    return value;
  };
  const calls: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (name) => reference(name as string),
    "Fn::GetAtt": (path) => `<${String(path)}>`,
    "Fn::Sub": (argument) => {
      const [pattern, names] = (typeof argument === "string" ? [argument, {}] : argument) as [
        string,
        Record<string, unknown>,
      ];
      return pattern.replace(/\$\{([^}]+)\}/g, (_, name: string) =>
        String(name in names ? resolve(names[name]) : reference(name)),
      );
    },
    "Fn::If": (argument) => {
      const [condition, then, otherwise] = argument as [string, unknown, unknown];
      return resolve(holds(condition) ? then : otherwise);
    },
    "Fn::Equals": (argument) => {
      const [one, other] = resolve(argument) as [unknown, unknown];
      return one === other;
    },
    "Fn::Not": (argument) => !(resolve(argument) as [boolean])[0],
    "Fn::Join": (argument) => {
      const [delimiter, list] = argument as [unknown, unknown];
      if (typeof delimiter !== "string") throw new Error("Fn::Join takes no function as its delimiter");
      return (resolve(list) as string[]).join(delimiter);
    },
    "Fn::Split": (argument) => {
      const [delimiter, source] = resolve(argument) as [string, string];
      return source.split(delimiter);
    },
  };
  const holds = (condition: string): boolean => {
    if (!(condition in template.Conditions)) throw new Error(`the template has no condition ${condition}`);
    return resolve(template.Conditions[condition]) as boolean;
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== undefined);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? ["", undefined];
    if (entries.length === 1 && (name === "Ref" || name.startsWith("Fn::"))) {
      const call = calls[name];
      if (!call) throw new Error(`the template uses ${name}, which is not resolved here`);
      return call(argument);
    }
    return Object.fromEntries(
      entries.map(([key, item]) => [key, resolve(item)]).filter(([, item]) => item !== undefined),
    );
  };

  return {
    resources: Object.fromEntries(
      Object.entries(template.Resources)
        .filter(([, { Condition }]) => Condition === undefined || holds(Condition))
        .map(([name, { Type, Properties }]) => [name, { Type, Properties: resolve(Properties) }]),
    ),
  };
}

function parameterValues(
  declared: Template["Parameters"],
  given: Parameters,
): Readonly<Record<string, string | string[]>> {
  for (const name of Object.keys(given)) {
    if (!(name in declared)) throw new ParameterError(`${name} is no parameter of the template`);
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, parameter]) => {
      const value = given[name] ?? parameter.Default;
      if (value === undefined) throw new ParameterError(`${name} has no value`);
      const values =
        parameter.Type === "CommaDelimitedList" ? value.split(",").map((item) => item.trim()) : [value];
      const pattern = new RegExp(`^(?:${parameter.AllowedPattern ?? "[^]*"})$`);
      const wrong = values.find(
        (item) => !pattern.test(item) || parameter.AllowedValues?.includes(item) === false,
      );
      if (wrong !== undefined) {
        throw new ParameterError(`${name} ${parameter.ConstraintDescription ?? `cannot be "${wrong}"`}`);
      }
      return [name, parameter.Type === "CommaDelimitedList" ? values : value];
    }),
  );
}
