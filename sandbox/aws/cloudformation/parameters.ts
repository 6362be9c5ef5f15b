import { refused, type ParameterDeclaration, type Template } from "./template";

/** A parameter as a request gives it. */
export interface GivenParameter {
  readonly ParameterKey?: string;
  readonly ParameterValue?: string;
  readonly UsePreviousValue?: string | boolean;
}

export type ParameterValues = Readonly<Record<string, string>>;

/** The value of each parameter as text: given, kept from before, or the default; checked against its declaration. */
export function parameterValues(
  { Parameters = {} }: Template,
  given: readonly GivenParameter[],
  previous: ParameterValues = {},
): ParameterValues {
  const values: Record<string, string> = {};
  for (const { ParameterKey: key = "", ParameterValue, UsePreviousValue } of given) {
    if (!(key in Parameters)) throw refused(`Parameters: [${key}] do not exist in the template`);
    const value = String(UsePreviousValue) === "true" ? previous[key] : ParameterValue;
    if (value !== undefined) values[key] = value;
  }
  const missing: string[] = [];
  for (const [name, declaration] of Object.entries(Parameters)) {
    const value =
      values[name] ?? (declaration.Default === undefined ? undefined : String(declaration.Default));
    if (value === undefined) missing.push(name);
    else values[name] = value;
  }
  if (missing.length > 0) throw refused(`Parameters: [${missing.join(", ")}] must have values`);
  for (const [name, declaration] of Object.entries(Parameters)) check(name, values[name] ?? "", declaration);
  return values;
}

/** A parameter's value as `Ref` gives it. */
export function typed(value: string, { Type }: ParameterDeclaration): unknown {
  if (Type !== "CommaDelimitedList" && !Type.startsWith("List<")) return value;
  return value === "" ? [] : value.split(",").map((item) => item.trim());
}

function check(name: string, value: string, declaration: ParameterDeclaration): void {
  const { Type, AllowedValues, AllowedPattern, ConstraintDescription, MinLength, MaxLength } = declaration;
  const fail = (otherwise: string): never => {
    const constraint = `failed to satisfy constraint: ${ConstraintDescription}`;
    throw refused(`Parameter '${name}' ${ConstraintDescription ? constraint : otherwise}`);
  };
  if (!/^(String|Number|CommaDelimitedList|List<(String|Number)>)$/.test(Type)) {
    throw refused(`the sandbox's CloudFormation does not know the parameter type ${Type}`);
  }
  const parts = typed(value, declaration);
  const items = Array.isArray(parts) ? parts.map(String) : [value];
  if (Type === "Number" && !Number.isFinite(Number(value))) fail("must be a number");
  for (const item of items) {
    if (AllowedValues && !AllowedValues.map(String).includes(item)) fail("must be one of AllowedValues");
    if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(item)) {
      fail(`must match pattern ${AllowedPattern}`);
    }
  }
  if (MinLength !== undefined && value.length < Number(MinLength))
    fail(`must contain at least ${MinLength} characters`);
  if (MaxLength !== undefined && value.length > Number(MaxLength))
    fail(`must contain at most ${MaxLength} characters`);
}
