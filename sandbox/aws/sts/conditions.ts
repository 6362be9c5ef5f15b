import type { ConditionBlock } from "../../../trust/documents/policy";

/** What is known about a request, by condition key in lower case. A key that it does not have is absent. */
export type Context = Readonly<Record<string, readonly string[]>>;

/** Whether a condition holds; or the part of it that cannot be decided here. */
export type Holds = boolean | { readonly undecided: string };

/** Condition keys of which the absence is known as well: others make a condition undecidable. */
const understood =
  /^(aws:(principal(arn|account|orgid|type|isawsservice|servicename|tag\/.+)|userid|username|requesttag\/.+|tagkeys|source(arn|account)|requestedregion|resourceaccount|resourceorgid|multifactorauthpresent|viaawsservice)|sts:(externalid|rolesessionname|sourceidentity|transitivetagkeys))$/;

/** Keys of several values, which AWS compares by ForAnyValue or ForAllValues only. */
const multivalued = new Set(["aws:tagkeys", "sts:transitivetagkeys"]);

type Test = (actual: string, wanted: string) => boolean;

const equal: Test = (actual, wanted) => actual === wanted;
const like: Test = (actual, wanted) => wildcard(wanted).test(actual);
const sameIgnoringCase: Test = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();
/** Of the six parts of an ARN each is compared by itself, so that a `*` does not reach over a colon. */
const arnLike: Test = (actual, wanted) => {
  const [parts, patterns] = [arnParts(actual), arnParts(wanted)];
  return (
    parts.length === 6 &&
    patterns.length === 6 &&
    parts.every((part, i) => wildcard(patterns[i] ?? "").test(part))
  );
};

const tests: Readonly<Record<string, Test>> = {
  stringequals: equal,
  stringequalsignorecase: sameIgnoringCase,
  stringlike: like,
  arnequals: arnLike,
  arnlike: arnLike,
  bool: sameIgnoringCase,
};

/** Whether all of a statement's conditions hold for a request. */
export function holds(block: ConditionBlock | undefined, context: Context): Holds {
  let undecided: Holds = true;
  for (const [operator, keys] of Object.entries(block ?? {})) {
    for (const [key, values] of Object.entries(keys)) {
      const wanted = (Array.isArray(values) ? values : [values]).map(String);
      const result = one(operator, key, wanted, context);
      if (result === false) return false;
      if (result !== true) undecided = result;
    }
  }
  return undecided;
}

function one(operator: string, key: string, wanted: readonly string[], context: Context): Holds {
  const name = key.toLowerCase();
  const cannot = { undecided: `${operator} on ${key}` };
  if (!understood.test(name)) return cannot;
  const parts = /^(?:(forallvalues|foranyvalue):)?(.+?)(ifexists)?$/.exec(operator.toLowerCase());
  const [, set, bare = "", ifExists] = parts ?? [];
  const values = context[name];
  if (bare === "null")
    return wanted.some((value) => (value.toLowerCase() === "true") === (values === undefined));

  const negated = /not(?=equals|like)/.test(bare);
  const test = tests[bare.replace(/not(?=equals|like)/, "")];
  if (!test) return cannot;
  if (set === undefined && multivalued.has(name)) return cannot;
  if (values === undefined) {
    if (ifExists !== undefined || set === "forallvalues") return true;
    return set === undefined && negated;
  }
  const expanded = wanted.map((value) => substituted(value, context));
  const matches = (value: string): boolean =>
    expanded.some((pattern) => pattern !== undefined && test(value, pattern)) !== negated;
  return set === "forallvalues" ? values.every(matches) : values.some(matches);
}

/** Fills in policy variables such as `${aws:PrincipalTag/team}`; undefined when the request has no such value. */
function substituted(value: string, context: Context): string | undefined {
  let complete = true;
  const text = value.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (["*", "?", "$"].includes(name)) return name;
    const [first] = context[name.toLowerCase()] ?? [];
    complete &&= first !== undefined;
    return first ?? "";
  });
  return complete ? text : undefined;
}

/** A pattern of IAM with `*` and `?`, for the whole of a text. */
export function wildcard(pattern: string, flags = ""): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[^]*")
    .replace(/\?/g, "[^]");
  return new RegExp(`^${source}$`, flags);
}

function arnParts(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
