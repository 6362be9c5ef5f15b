import assert from "node:assert/strict";

import { list, type ConditionBlock, type PolicyDocument } from "../../trust/documents/policy";

/** A call as a policy of the organization sees it. */
export interface Request {
  readonly action: string;
  /** ARN of what is acted on. */
  readonly resource: string;
  /** Condition keys in any case to their values; a key that is left out is absent. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * The Sid of the statement that denies a request, or undefined: a reading of policies that shares nothing with the
 * code under test. It fails on whatever it does not know.
 */
export function denies(documents: readonly PolicyDocument[], request: Request): string | undefined {
  for (const { Statement } of documents) {
    for (const { Sid, Effect, Action, Resource, Condition, Principal, ...others } of Statement) {
      assert.equal(Effect, "Deny");
      assert.deepEqual(others, {}, `elements of ${Sid}`);
      assert(Principal === undefined || Principal === "*");
      if (
        list(Action).some((one) => like(one.toLowerCase(), request.action.toLowerCase())) &&
        list(Resource).some((one) => one === "*" || arnLike(one, request.resource)) &&
        holds(Condition, request.context ?? {})
      ) {
        return Sid ?? "a statement without Sid";
      }
    }
  }
  return undefined;
}

function holds(condition: ConditionBlock = {}, context: NonNullable<Request["context"]>): boolean {
  const present = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), list(value)]));
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      test(operator, present.get(key.toLowerCase()), list(wanted as string | string[])),
    ),
  );
}

function test(operator: string, actual: readonly string[] | undefined, wanted: readonly string[]): boolean {
  const [value] = actual ?? [];
  const among = (match: (pattern: string, text: string) => boolean): boolean =>
    value !== undefined && wanted.some((one) => match(one, value));
  const same = (a: string, b: string): boolean => a === b;
  switch (operator) {
    case "StringEquals":
      return among(same);
    case "StringNotEquals":
    case "StringNotEqualsIfExists":
      return !among(same);
    case "StringNotLikeIfExists":
      return !among(like);
    case "BoolIfExists":
      return value === undefined || among(same);
    case "ArnNotLike":
      return !among(arnLike);
    case "Null":
      return (value === undefined) === (wanted[0] === "true");
    case "ForAnyValue:StringEqualsIgnoreCase":
      return (actual ?? []).some((one) => wanted.some((w) => w.toLowerCase() === one.toLowerCase()));
    default:
      return assert.fail(`${operator} is not known here`);
  }
}

/** ARNs are compared part by part: a wildcard reaches over a colon in the last part alone. */
function arnLike(pattern: string, arn: string): boolean {
  const parts = (text: string): string[] => {
    const [arn, partition, service, region, account, ...resource] = text.split(":");
    return [arn, partition, service, region, account, resource.join(":")].map((part) => part ?? "");
  };
  const actual = parts(arn);
  return parts(pattern).every((part, index) => like(part, actual[index] ?? ""));
}

/** `*` stands for any text, `?` for one character. */
function like(pattern: string, text: string): boolean {
  const source = pattern.split("*").map((part) =>
    part
      .split("?")
      .map((piece) => piece.replace(/[^A-Za-z0-9]/g, "\\$&"))
      .join("."),
  );
  return new RegExp(`^${source.join(".*")}$`, "s").test(text);
}
