import { typed, type ParameterValues } from "./parameters";
import { refused, type Template } from "./template";

/** What a resource is known by once it exists. */
export interface Existing {
  readonly physicalId: string;
  /** For `Fn::GetAtt`. */
  readonly attributes: Readonly<Record<string, string>>;
}

const nothing = Symbol("AWS::NoValue");

/** Works out intrinsic functions of one template with one set of parameters. */
export class Resolver {
  constructor(
    private readonly template: Template,
    private readonly parameters: ParameterValues,
    /** Pseudo parameters, such as `AWS::Region`. */
    private readonly pseudo: Readonly<Record<string, unknown>>,
    private readonly resources: ReadonlyMap<string, Existing>,
  ) {}

  /** A value with everything worked out; parts that are `AWS::NoValue` are left out. */
  value(source: unknown): unknown {
    const result = this.resolve(source);
    return result === nothing ? undefined : result;
  }

  condition(name: string): boolean {
    const source = this.template.Conditions?.[name];
    if (source === undefined) throw refused(`Template format error: Unresolved condition dependency ${name}`);
    return this.resolve(source) === true;
  }

  private resolve(source: unknown): unknown {
    if (Array.isArray(source))
      return source.map((item) => this.resolve(item)).filter((item) => item !== nothing);
    if (typeof source !== "object" || source === null) return source;
    const entries = Object.entries(source);
    const [only] = entries;
    if (entries.length === 1 && only) {
      const [name, argument] = only;
      const known = this.functions[name];
      if (known) return known(argument);
      if (name.startsWith("Fn::")) throw refused(`the sandbox's CloudFormation does not know ${name}`);
    }
    const resolved = entries.map(([name, inner]) => [name, this.resolve(inner)] as const);
    return Object.fromEntries(resolved.filter(([, inner]) => inner !== nothing));
  }

  private readonly functions: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (name) => this.ref(String(name)),
    Condition: (name) =>
      typeof name === "string" ? this.condition(name) : { Condition: this.resolve(name) },
    "Fn::GetAtt": (path) => {
      const [name = "", ...rest] = Array.isArray(path) ? path.map(String) : String(path).split(".");
      return this.attribute(name, rest.join("."));
    },
    "Fn::Sub": (argument) => this.sub(argument),
    "Fn::If": (argument) => {
      const [name, yes, no] = argument as [string, unknown, unknown];
      return this.resolve(this.condition(name) ? yes : no);
    },
    "Fn::Join": (argument) => {
      const [delimiter, items] = this.resolve(argument) as [string, unknown[]];
      return items.join(delimiter);
    },
    "Fn::Split": (argument) => {
      const [delimiter, text] = this.resolve(argument) as [string, string];
      return text.split(delimiter);
    },
    "Fn::Select": (argument) => {
      const [index, items] = this.resolve(argument) as [string | number, unknown[]];
      const item = items[Number(index)];
      if (item === undefined)
        throw refused("Template error: Fn::Select cannot select nonexistent value at index " + index);
      return item;
    },
    "Fn::FindInMap": (argument) => {
      const [map = "", first = "", second = ""] = (this.resolve(argument) as unknown[]).map(String);
      const found = this.template.Mappings?.[map]?.[first]?.[second];
      if (found === undefined)
        throw refused(`Template error: Unable to get mapping for ${map}::${first}::${second}`);
      return found;
    },
    "Fn::Base64": (text) => Buffer.from(String(this.resolve(text))).toString("base64"),
    "Fn::Equals": (argument) => {
      const [left, right] = this.resolve(argument) as unknown[];
      return JSON.stringify(left) === JSON.stringify(right);
    },
    "Fn::Not": (argument) => (this.resolve(argument) as unknown[])[0] !== true,
    "Fn::And": (argument) => (this.resolve(argument) as unknown[]).every((part) => part === true),
    "Fn::Or": (argument) => (this.resolve(argument) as unknown[]).some((part) => part === true),
  };

  private ref(name: string): unknown {
    if (name === "AWS::NoValue") return nothing;
    if (name in this.pseudo) return this.pseudo[name];
    const declaration = this.template.Parameters?.[name];
    if (declaration) return typed(this.parameters[name] ?? "", declaration);
    return this.existing(name).physicalId;
  }

  private attribute(name: string, attribute: string): string {
    const type = this.template.Resources[name]?.Type;
    const value = this.existing(name).attributes[attribute];
    if (value === undefined)
      throw refused(
        `Template error: resource ${name} (${type}) does not support attribute type ${attribute} in Fn::GetAtt`,
      );
    return value;
  }

  private existing(name: string): Existing {
    const found = this.resources.get(name);
    if (!found)
      throw refused(
        `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
      );
    return found;
  }

  private sub(argument: unknown): string {
    const [text, given] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, unknown>,
    ];
    return text.replace(/\$\{([^}]*)\}/g, (_, expression: string) => {
      if (expression.startsWith("!")) return `\${${expression.slice(1)}}`;
      const name = expression.trim();
      if (name in given) return String(this.value(given[name]));
      const [resource = "", ...attribute] = name.split(".");
      return String(attribute.length > 0 ? this.attribute(resource, attribute.join(".")) : this.ref(name));
    });
  }
}
