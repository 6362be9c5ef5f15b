import { AwsError, validationError } from "../front/errors";
import type { Sandbox } from "../sandbox";

export interface ParameterDeclaration {
  readonly Type: string;
  readonly Default?: unknown;
  readonly AllowedValues?: readonly unknown[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinLength?: number | string;
  readonly MaxLength?: number | string;
  readonly NoEcho?: boolean | string;
  readonly Description?: string;
}

export interface ResourceDeclaration {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface OutputDeclaration {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Description?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface Template {
  readonly Description?: string;
  readonly Parameters?: Readonly<Record<string, ParameterDeclaration>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly Outputs?: Readonly<Record<string, OutputDeclaration>>;
}

/** Characters of a template that is sent in a request. */
const longest = 51_200;
const sections = new Set(
  "AWSTemplateFormatVersion Description Metadata Parameters Rules Mappings Conditions Resources Outputs".split(
    " ",
  ),
);

/** The error that CloudFormation answers for nearly everything. */
export function refused(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

/**
 * Reads a template and checks what CloudFormation checks before it does anything.
 *
 * @param body YAML or JSON
 */
export async function parseTemplate(body: string, sandbox: Sandbox): Promise<Template> {
  if (body.length > longest) {
    throw validationError("templateBody", "...", `Member must have length less than or equal to ${longest}`);
  }
  const parsed = (await sandbox.moto.ask("template", { body })) as { template?: Template; error?: string };
  if (!parsed.template) throw refused(parsed.error ?? "Template format error");
  const { template } = parsed;
  const unknown = Object.keys(template).filter((name) => !sections.has(name));
  if (unknown.includes("Transform")) throw refused("the sandbox's CloudFormation knows no transforms");
  if (unknown.length > 0) throw refused(`Invalid template property or properties [${unknown.join(", ")}]`);
  if (Object.keys(template.Resources ?? {}).length === 0) {
    throw refused("Template format error: At least one Resources member must be defined.");
  }
  for (const name of Object.keys(template.Resources)) {
    if (!/^[A-Za-z0-9]+$/.test(name)) {
      throw refused(`Template format error: Resource name ${name} is non alphanumeric.`);
    }
  }
  checkReferences(template);
  return template;
}

function checkReferences(template: Template): void {
  const known = new Set([...Object.keys(template.Parameters ?? {}), ...Object.keys(template.Resources)]);
  const block = (name: string, value: unknown): void => {
    const missing = references(value).filter(
      (reference) => !known.has(reference) && !reference.startsWith("AWS::"),
    );
    if (missing.length === 0) return;
    throw refused(
      `Template format error: Unresolved resource dependencies [${missing.join(", ")}] in the ${name} block of the template`,
    );
  };
  block("Resources", template.Resources);
  block("Outputs", template.Outputs);
  for (const { Condition } of [
    ...Object.values(template.Resources),
    ...Object.values(template.Outputs ?? {}),
  ]) {
    if (Condition !== undefined && !template.Conditions?.[Condition]) {
      throw refused(`Template format error: Unresolved condition dependency ${Condition}`);
    }
  }
}

/** Names of the parameters and resources that a value refers to. */
export function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === "Ref") return [String(inner)];
    if (name === "Fn::GetAtt") return [String(Array.isArray(inner) ? inner[0] : inner).split(".")[0] ?? ""];
    if (name === "Fn::Sub") return substitutions(inner);
    if (name === "DependsOn") return (Array.isArray(inner) ? inner : [inner]).map(String);
    return references(inner);
  });
}

function substitutions(source: unknown): string[] {
  const [text, values] = (Array.isArray(source) ? source : [source, {}]) as [
    unknown,
    Record<string, unknown>,
  ];
  const names = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = ""]) => name.trim());
  const own = names.filter((name) => !(name in values)).map((name) => name.split(".")[0] ?? "");
  return [...own, ...references(values)];
}
