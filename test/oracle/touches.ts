import { list, type PolicyDocument, type Principal, type Statement } from "../../trust/documents/policy";
import type { OracleQuestion } from "./oracle";

/** Whether an operator occurs with policy values and values of the request that fulfil `test`. */
export function conditionTouches(
  test: (operator: string, wanted: readonly string[], given: readonly string[]) => boolean,
): (asked: OracleQuestion) => boolean {
  return (asked) => {
    const context = new Map(Object.entries(asked.context).map(([key, given]) => [key.toLowerCase(), given]));
    return statements(asked)
      .flatMap(({ Condition }) => Object.entries(Condition ?? {}))
      .flatMap(([operator, keys]) => Object.entries(keys).map(([key, wanted]) => ({ operator, key, wanted })))
      .some(({ operator, key, wanted }) =>
        test(operator.toLowerCase(), list(wanted).map(String), context.get(key.toLowerCase()) ?? []),
      );
  };
}

export function documents(asked: OracleQuestion): readonly PolicyDocument[] {
  const { identity, boundary, sessionPolicies, scps, rcps } = asked;
  return [asked.trust, identity, boundary ?? [], sessionPolicies ?? [], ...scps, ...rcps].flat();
}

export function statements(asked: OracleQuestion): readonly Statement[] {
  return documents(asked).flatMap(({ Statement }) => Statement);
}

/** Everybody whom documents name as a principal of type AWS. */
export function principals(within: readonly PolicyDocument[]): readonly string[] {
  const names = (principal: Principal | undefined): readonly string[] =>
    principal === "*" ? ["*"] : list(principal?.AWS);
  return within.flatMap(({ Statement }) => Statement).flatMap(({ Principal }) => names(Principal));
}

export function isInAccountOf({ caller, resource }: OracleQuestion): boolean {
  return "AWS" in caller && caller.AWS.split(":")[4] === resource.split(":")[4];
}

export function differsInCase(name: string, { caller }: OracleQuestion): boolean {
  return "AWS" in caller && name !== caller.AWS && name.toLowerCase() === caller.AWS.toLowerCase();
}

/** Whether all are ARNs of as many parts, so that no wildcard of one can stand for a colon of another. */
export function areAlike(arns: readonly string[]): boolean {
  const [colons = 0, ...others] = new Set(arns.map((arn) => arn.split(":").length - 1));
  return colons >= 5 && others.length === 0;
}

/** Whether a value is of the type that an operator, in small letters, compares. */
export function isOfType(operator: string, value: string): boolean {
  return types.find(([name]) => operator.includes(name))?.[1].test(value) ?? true;
}

const types: readonly (readonly [string, RegExp])[] = [
  ["numeric", /^-?\d+(\.\d+)?$/],
  ["date", /^(\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?|\d{9,10})$/],
  ["bool", /^(true|false)$/i],
  ["ipaddress", /^([\d.]+|[\da-f:]*:[\da-f:.]*)(\/\d+)?$/i],
  ["null", /^(true|false)$/i],
];
