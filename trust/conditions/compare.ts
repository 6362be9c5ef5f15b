import { BlockList, isIP } from "node:net";

import { arnMatches, arnParts } from "../documents/arn";
import { matches, type Glob } from "../documents/glob";
import type { Comparison } from "../documents/operator";
import { truth, type Truth } from "../truth";

/** Compares one value of a request with one of a policy, in which variables are filled in. */
export type Compare = (actual: string, wanted: Glob) => Truth;

/** Unknown when one of both is not of the form that the operator is for: AWS does not say what happens then. */
function parsed<T>(
  parse: (text: string) => T | undefined,
  compare: (actual: T, wanted: T) => boolean,
): Compare {
  return (actual, wanted) => {
    const [one, other] = [parse(actual), parse(wanted)];
    return one === undefined || other === undefined ? "unknown" : truth(compare(one, other));
  };
}

/** Only as many digits as JavaScript tells apart. */
function number(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) && text.length <= 16 ? Number(text) : undefined;
}

const isoDate = /^(\d{4}-\d{2})(?:(-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?)?$/;

/**
 * Milliseconds since 1970 of a date as W3C writes ISO 8601, or as seconds since 1970. A number of four digits might be
 * either.
 *
 * @see https://www.w3.org/TR/NOTE-datetime
 */
function date(text: string): number | undefined {
  if (/^(\d{1,3}|\d{5,12})$/.test(text)) return Number(text) * 1000;
  const [, month = "", day = "-01"] = isoDate.exec(text) ?? [];
  // JavaScript takes 30 February for 1 March.
  const exists = month !== "" && new Date(`${month}${day}T00:00Z`).toJSON()?.startsWith(month + day);
  const time = Date.parse(text);
  return exists && !Number.isNaN(time) ? time : undefined;
}

function boolean(text: string): boolean | undefined {
  if (text === "true") return true;
  return text === "false" ? false : undefined;
}

/** Bytes in base64, of which the last character may stand for the same ones as another. */
function bytes(text: string): string | undefined {
  const isBase64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  return isBase64 ? Buffer.from(text, "base64").toString("base64") : undefined;
}

const range = /^([^/%]+)(?:\/(\d{1,3}))?$/;

function ipAddress(actual: string, wanted: Glob): Truth {
  const [, network = "", prefix] = range.exec(wanted) ?? [];
  const family = isIP(network);
  const most = family === 4 ? 32 : 128;
  const bits = Number(prefix ?? most);
  if (!isIP(actual) || actual.includes("%") || !family || bits > most) return "unknown";
  if (isIP(actual) !== family) return "no";
  const type = family === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, bits, type);
  return truth(list.check(actual, type));
}

type Order = (actual: number, wanted: number) => boolean;

const equals: Order = (actual, wanted) => actual === wanted;
const less: Order = (actual, wanted) => actual < wanted;
const lessOrEqual: Order = (actual, wanted) => actual <= wanted;
const greater: Order = (actual, wanted) => actual > wanted;
const greaterOrEqual: Order = (actual, wanted) => actual >= wanted;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const comparisons: Readonly<Record<Comparison, Compare>> = {
  String: (actual, wanted) => truth(actual === wanted),
  StringIgnoreCase: (actual, wanted) => truth(actual.toLowerCase() === wanted.toLowerCase()),
  StringLike: (actual, wanted) => truth(matches(wanted, actual)),
  NumericEquals: parsed(number, equals),
  NumericLessThan: parsed(number, less),
  NumericLessThanEquals: parsed(number, lessOrEqual),
  NumericGreaterThan: parsed(number, greater),
  NumericGreaterThanEquals: parsed(number, greaterOrEqual),
  DateEquals: parsed(date, equals),
  DateLessThan: parsed(date, less),
  DateLessThanEquals: parsed(date, lessOrEqual),
  DateGreaterThan: parsed(date, greater),
  DateGreaterThanEquals: parsed(date, greaterOrEqual),
  Bool: parsed(boolean, (actual, wanted) => actual === wanted),
  Binary: parsed(bytes, (actual, wanted) => actual === wanted),
  IpAddress: ipAddress,
  Arn: (actual, wanted) =>
    arnParts(wanted) && arnParts(actual) ? truth(arnMatches(wanted, actual)) : "unknown",
};
