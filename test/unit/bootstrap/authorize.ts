import { list, type ConditionBlock, type Statement } from "../../../trust/documents/policy";
import type { Place } from "../../support/cloudformation";
import type { Need } from "./needs/need";

/** One request as IAM judges it: an action on one resource. An action on several resources is several of these. */
export interface Request {
  /** E.g. `iam:CreateRole`. */
  readonly action: string;
  /** ARN, or `*` for an action that knows no resource. */
  readonly resource: string;
  /** Condition keys with their values; a key that is not here is absent. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whether identity policies allow a request: some statement does, and none denies it. */
export function allows(policy: readonly Statement[], request: Request): boolean {
  const effects = policy
    .filter((statement) => applies(statement, request))
    .map((statement) => statement.Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

function applies(statement: Statement, { action, resource, context }: Request): boolean {
  if (statement.NotAction !== undefined || statement.NotResource !== undefined) {
    throw new Error("NotAction and NotResource are not judged here");
  }
  return (
    list(statement.Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    list(statement.Resource).some((pattern) => arnLike(pattern, resource)) &&
    conditionsHold(statement.Condition ?? {}, context)
  );
}

type Operator = (wanted: readonly string[], value: string | undefined) => boolean;

const operators: Readonly<Record<string, Operator>> = {
  StringEquals: (wanted, value) => value !== undefined && wanted.includes(value),
  ArnEquals: (wanted, value) => value !== undefined && wanted.some((pattern) => arnLike(pattern, value)),
  ArnLike: (wanted, value) => value !== undefined && wanted.some((pattern) => arnLike(pattern, value)),
  Bool: (wanted, value) => value !== undefined && wanted.includes(value),
  Null: (wanted, value) => wanted.includes(String(value === undefined)),
};

function conditionsHold(conditions: ConditionBlock, context: Request["context"]): boolean {
  return Object.entries(conditions).every(([name, keys]) => {
    const operator = operators[name];
    if (!operator) throw new Error(`${name} is not judged here`);
    return Object.entries(keys).every(([key, wanted]) => operator(list(wanted), context[key]));
  });
}

/** Wildcards of a resource stay within its segment, except in the last. */
function arnLike(pattern: string, value: string): boolean {
  if (pattern === "*") return true;
  const [patterns, values] = [pattern, value].map(segments) as [string[], string[]];
  return (
    patterns.length === values.length &&
    patterns.every((segment, index) => like(segment, values[index] ?? ""))
  );
}

function segments(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function like(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[^]*")
    .replace(/\?/g, "[^]");
  return new RegExp(`^${source}$`).test(value);
}

/** Services whose requests go to one region of the partition, wherever what they are about is used. */
const globalServices = new Set(["iam", "route53", "sts", "organizations"]);

/** Whether a call is allowed: its action on every resource that it is about. */
export function allowedIn({ region }: Place, policy: readonly Statement[], { action, on }: Need): boolean {
  const requested = globalServices.has(action.split(":")[0] ?? "") ? "us-east-1" : region;
  return on.every(({ arn, context }) =>
    allows(policy, { action, resource: arn, context: { "aws:RequestedRegion": requested, ...context } }),
  );
}
