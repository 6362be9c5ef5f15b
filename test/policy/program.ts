import { compileFunction } from "node:vm";

import { transformSync } from "esbuild";

import { defaultProvider, output, providerWith, type Given, type GivenProvider } from "./resources";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The resources that a program makes, without an engine.
 *
 * @param code TypeScript that uses `aws` as `@pulumi/aws` has it, e.g. `new aws.iam.Role("deploy", { name: "Deploy" })`
 */
export function resourcesOf(code: string): readonly Given[] {
  const made: Given[] = [];
  const providers = new Map<object, GivenProvider>();

  function Provider(name: string, settings: Fields): object {
    const provider = {};
    providers.set(provider, providerWith(name, settings));
    return provider;
  }
  const classOf = (module: string, name: string) =>
    function (resourceName: string, props: Fields, { provider }: { provider?: object } = {}): object {
      const type = `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
      const own = provider && providers.get(provider);
      const given: Given = { type, name: resourceName, props, provider: own ?? defaultProvider };
      made.push(given);
      return new Proxy({}, { get: (_, property) => output(given, String(property)) });
    };
  const moduleOf = (module: string): object =>
    new Proxy({}, { get: (_, name) => classOf(module, String(name)) });
  const aws = new Proxy({}, { get: (_, name) => (name === "Provider" ? Provider : moduleOf(String(name))) });

  const run = compileFunction(transformSync(code, { loader: "ts" }).code, ["aws"]) as (aws: object) => void;
  run(aws);
  return made;
}
