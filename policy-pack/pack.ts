import { isDeepStrictEqual } from "node:util";

import type {
  Policies,
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  StackValidationArgs,
} from "@pulumi/policy";

import type { PlainResource } from "../trust/sources/resources";
import type { Resource } from "../trust/sources/resources/context";
import { configSchema } from "./config/schema";
import { settingsOf, type Settings } from "./config/settings";
import { plainOf, withInputs } from "./plain";
import type { Report, Rule } from "./rule";
import { Stack } from "./stack";

/**
 * The policies that rules make. A rule that also gives advice makes two, since all that a policy says has one level.
 *
 * @param rules e.g. `[launcherOnlyAssume]`
 */
export function policiesOf(rules: readonly Rule[]): Policies {
  const surroundings = new Surroundings();
  return rules.flatMap((rule) => {
    const judges = judgesOf(rule);
    return [false, ...(rule.givesAdvice ? [true] : [])].map((isAdvice) =>
      policyOf(rule, judges, surroundings, isAdvice),
    );
  });
}

/** A rule's judges, which remember their last answer: violations and advice are asked for one after the other. */
interface Judges {
  readonly ofResource?: (
    resource: Resource,
    stack: Stack,
    settings: Settings,
    version: number,
  ) => readonly Report[];
  readonly ofStack?: (stack: Stack, settings: Settings) => readonly Report[];
}

function judgesOf({ ofResource, ofStack }: Rule): Judges {
  return {
    ...(ofResource && {
      ofResource: remembering((resource, stack, settings) => [...ofResource(resource, stack, settings)]),
    }),
    ...(ofStack && { ofStack: remembering((stack, settings) => [...ofStack(stack, settings)]) }),
  };
}

function remembering<Args extends readonly unknown[], Answer>(
  answer: (...args: Args) => Answer,
): (...args: Args) => Answer {
  let last: { readonly args: Args; readonly given: Answer } | undefined;
  return (...args) => {
    if (!last || args.some((arg, index) => arg !== last?.args[index]))
      last = { args, given: answer(...args) };
    return last.given;
  };
}

function policyOf(
  { name, description, level }: Rule,
  { ofResource, ofStack }: Judges,
  surroundings: Surroundings,
  isAdvice: boolean,
): Policies[number] {
  // What a preview said of a resource by itself is not said again of the stack that it is in.
  const said = new Set<string>();
  const report = (reports: readonly Report[], tell: ReportViolation, isOfStack: boolean): void => {
    const wanted = reports.filter((one) => (one.isAdvice ?? false) === isAdvice);
    const byText = new Map(wanted.map((one) => [JSON.stringify([one.urn, one.message]), one]));
    for (const [text, { message, urn }] of [...byText].sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (isOfStack && said.has(text)) continue;
      if (!isOfStack) said.add(text);
      tell(message, urn);
    }
  };
  return {
    name: isAdvice ? `${name}-advice` : name,
    description,
    enforcementLevel: isAdvice ? "advisory" : level,
    configSchema,
    ...(ofResource && {
      validateResource: (args: ResourceValidationArgs, tell: ReportViolation) => {
        const settings = settingsOf(args.getConfig());
        const { before } = surroundings;
        const resource = before.add(plainOf(args));
        report(ofResource(resource, before, settings, before.version), tell, false);
      },
    }),
    ...(ofStack && {
      validateStack: (args: StackValidationArgs, tell: ReportViolation) => {
        const settings = settingsOf(args.getConfig());
        report(ofStack(surroundings.whole(args.resources), settings), tell, true);
      },
    }),
  } as Policies[number];
}

/** What a run has shown so far. Each policy is handed copies of its own, which are read once for all. */
class Surroundings {
  readonly before = new Stack();
  #plain: readonly PlainResource[] = [];
  #whole = new Stack();

  whole(resources: readonly PolicyResource[]): Stack {
    const plain = resources.map((resource) => withInputs(plainOf(resource), this.before.byUrn(resource.urn)));
    if (!isDeepStrictEqual(plain, this.#plain)) {
      this.#plain = plain;
      this.#whole = new Stack(plain);
    }
    return this.#whole;
  }
}
