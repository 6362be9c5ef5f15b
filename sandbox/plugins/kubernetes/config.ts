import { load } from "js-yaml";

import type { Checked, Diff } from "../protocol/plugin";
import { isValues, UNKNOWN, type Value, type Values } from "../protocol/values";
import { checkValues } from "../table/check";
import { diff } from "../table/diff";
import { flag, text, type Typed } from "../table/property";

/** The provider's own properties that the sandbox acts upon; any other is refused by name. */
const properties = {
  /** Contents of a kubeconfig, or the path of one. */
  kubeconfig: text(),
  context: text(),
  namespace: text(),
  clusterIdentifier: text(),
  deleteUnreachable: flag(),
  enableConfigMapMutable: flag(),
  enableSecretMutable: flag(),
  enableServerSideApply: flag(),
  // The sandbox's plugin gives no warnings.
  suppressDeprecationWarnings: flag(),
  suppressHelmHookWarnings: flag(),
};

export type ProviderConfig = Typed<typeof properties>;

export function checkConfig(news: Values): Checked {
  const { inputs, problems } = checkValues("the kubernetes provider", properties, parsed(news));
  const reason =
    "the sandbox's kubernetes plugin knows server-side apply alone: leave enableServerSideApply out";
  return {
    inputs: news,
    problems:
      inputs.enableServerSideApply === false
        ? [...problems, { property: "enableServerSideApply", reason }]
        : problems,
  };
}

/** @throws Error that lists what is wrong */
export function parseConfig(args: Values): ProviderConfig {
  const { inputs, problems } = checkValues("the kubernetes provider", properties, parsed(args));
  if (problems.length > 0) throw new Error(problems.map(({ reason }) => reason).join("\n"));
  return inputs;
}

/** Only another cluster replaces a provider, and with it all that it has made; other credentials do not. */
export function diffConfig(olds: Values, news: Values): Diff {
  const changes = diff(properties, parsed(olds), parsed(news));
  const [before, after] = [olds, news].map((config) => config.clusterIdentifier ?? serverOf(config));
  const moved = before !== undefined && after !== undefined && before !== after;
  const change = changes.get("kubeconfig") ?? changes.get("clusterIdentifier");
  if (moved && change) changes.set("kubeconfig", { ...change, replace: true });
  return { changes };
}

/** Address of the API server that a provider's kubeconfig leads to; undefined where it cannot be told. */
function serverOf({ kubeconfig, context }: Values): string | undefined {
  if (typeof kubeconfig !== "string" || kubeconfig.includes(UNKNOWN) || !kubeconfig.includes("clusters")) {
    return undefined;
  }
  try {
    const config = load(kubeconfig) as Record<string, Value>;
    const named = (list: string, name: Value | undefined): Value | undefined =>
      (config[list] as Values[]).find((one) => one.name === name);
    const used = named("contexts", context ?? config["current-context"]) as { context?: Values } | undefined;
    const cluster = named("clusters", used?.context?.cluster) as { cluster?: Values } | undefined;
    return cluster?.cluster?.server as string | undefined;
  } catch {
    return undefined;
  }
}

/** Everything but a text arrives as JSON in a string. */
function parsed(values: Values): Values {
  const entries = Object.entries(values).filter(([name]) => name !== "version" && !name.startsWith("__"));
  return Object.fromEntries(entries.map(([name, value]) => [name, parse(name, value)]));
}

function parse(name: string, value: Value | undefined): Value | undefined {
  // An object is taken for its JSON, as the real provider does.
  if (name === "kubeconfig") return isValues(value) ? JSON.stringify(value) : value;
  return value === "true" ? true : value === "false" ? false : value;
}
