import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

/** What `runtime.options` of Pulumi.yaml, PulumiPolicy.yaml or PulumiPlugin.yaml says about running Node programs. */
export interface Options {
  readonly typescript: boolean;
  readonly tsconfig?: string;
  /** Arguments of node itself. */
  readonly nodeArgs: readonly string[];
}

/** @throws Error naming the option that has the wrong type */
export function optionsOf(info: ProgramInfo): Options {
  const given: Record<string, unknown> = info.getOptions()?.toJavaScript() ?? {};
  return {
    typescript: typed(given, "typescript", "boolean") ?? true,
    tsconfig: typed(given, "tsconfig", "string"),
    nodeArgs: splitWords(typed(given, "nodeargs", "string") ?? ""),
  };
}

/** The environment that tells the SDK how to load a program. */
export function environmentOf(options: Options): Record<string, string> {
  return {
    ...(options.typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
    ...(options.tsconfig !== undefined && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
    // Checking the types of @pulumi/aws takes longer than a whole preview; whoever wants it at run time says "false".
    PULUMI_NODEJS_TRANSPILE_ONLY: process.env.PULUMI_NODEJS_TRANSPILE_ONLY ?? "true",
  };
}

interface Types {
  boolean: boolean;
  string: string;
}

function typed<T extends keyof Types>(
  given: Record<string, unknown>,
  name: string,
  type: T,
): Types[T] | undefined {
  const value = given[name];
  if (value === undefined || typeof value === type) return value as Types[T] | undefined;
  throw new Error(`the runtime option ${name} must be a ${type}`);
}

/** Splits as a shell does, quotes included. */
export function splitWords(text: string): string[] {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ""),
  );
}
