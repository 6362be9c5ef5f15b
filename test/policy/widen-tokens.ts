import { admissions } from "./widen-trust";
import { conditionsOf, inEach, isAllow, withCondition, type Widening } from "./widening";

/** The issuer of the tokens, and the space of Octopus that they are for. */
export const host = "octopus.example.com";
const space = "aws";

type Loosen = (operator: string, values: unknown) => readonly (readonly [string, unknown])[];

/** Loosens the condition on a claim of the token, in every statement that has one. */
function loosened(claim: "sub" | "aud", name: string, loosen: Loosen): Widening {
  return {
    name: `${name}, of the condition on ${claim}`,
    mutants: inEach(isAllow, (statement) =>
      conditionsOf(statement)
        .filter(([, key]) => key.toLowerCase() === `${host}:${claim}`)
        .flatMap(([operator, key, values]) =>
          loosen(operator, values).map(([other, changed]) =>
            withCondition(statement, operator, key, [other, key, changed]),
          ),
        ),
    ),
  };
}

/**
 * Loosens each condition by its operator.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const byOperator: readonly Widening[] = (["sub", "aud"] as const).flatMap((claim) => [
  {
    name: `drops the condition on ${claim}`,
    mutants: inEach(isAllow, (statement) =>
      conditionsOf(statement)
        .filter(([, key]) => key.toLowerCase() === `${host}:${claim}`)
        .map(([operator, key]) => withCondition(statement, operator, key, undefined)),
    ),
  },
  ...(
    [
      ["adds IfExists", (operator, values) => [[`${operator}IfExists`, values]]],
      ["adds ForAllValues", (operator, values) => [[`ForAllValues:${operator}`, values]]],
      ["adds ForAnyValue", (operator, values) => [[`ForAnyValue:${operator}`, values]]],
      ["negates it", (_, values) => [["StringNotEquals", values]]],
      ["negates it as a pattern", (_, values) => [["StringNotLike", values]]],
      ["ignores case", (_, values) => [["StringEqualsIgnoreCase", values]]],
      ["compares as patterns", (_, values) => [["StringLike", values]]],
      ["compares as patterns where there is one", (_, values) => [["StringLikeIfExists", values]]],
      ["compares as ARNs", (_, values) => [["ArnLike", values]]],
      ["compares with *", () => [["StringLike", "*"]]],
      ["asks only that it is there", () => [["Null", "false"]]],
      ["asks that it is not there", () => [["Null", "true"]]],
    ] satisfies readonly [string, Loosen][]
  ).map(([name, loosen]) => loosened(claim, name, loosen)),
]);

/** Adds a value that somebody else has, or that stands for many, to those of a condition, and puts it in their place. */
const byValue: readonly Widening[] = (
  [
    [
      "sub",
      {
        "another space": "space:other:project:shop:environment:dev",
        "a space whose name begins alike": `space:${space}2:project:shop:environment:dev`,
        "the space in another case": `space:${space.toUpperCase()}:project:shop:environment:dev`,
        "no space": "project:shop:environment:dev",
        "the space alone": `space:${space}`,
        everything: "*",
        "every subject of the space": `space:${space}:*`,
        "every environment of a project": `space:${space}:project:shop:environment:*`,
        "environments by a pattern of one letter": `space:${space}:project:shop:environment:de?`,
        "a variable": `space:${space}:project:\${aws:PrincipalTag/project}:environment:dev`,
        nothing: "",
      },
    ],
    [
      "aud",
      {
        "another audience": "sts.amazonaws.com",
        "an audience that begins alike": `${host}.example.org`,
        "the audience in another case": host.toUpperCase(),
        "the audience as a URL": `https://${host}`,
        everything: "*",
        "a variable": "${aws:userid}",
        nothing: "",
      },
    ],
  ] as const
).flatMap(([claim, values]) =>
  Object.entries(values).flatMap(([what, value]) => [
    loosened(claim, `adds ${what}`, (operator, known) => [[operator, [known, value].flat()]]),
    loosened(claim, `puts ${what} in place`, (operator) => [[operator, value]]),
  ]),
);

/** Asks for a claim of something else than the token of the issuer. */
const byKey: readonly Widening[] = (["sub", "aud"] as const).flatMap((claim) =>
  Object.entries({
    "another issuer": `login.example.com:${claim}`,
    "an issuer whose name begins alike": `${host}.example.org:${claim}`,
    "another path of the issuer": `${host}/other:${claim}`,
    "another claim": `${host}:amr`,
    "the request": `aws:RequestTag/${claim}`,
  }).map(([of, other]) => ({
    name: `asks for ${claim} of ${of}`,
    mutants: inEach(isAllow, (statement) =>
      conditionsOf(statement)
        .filter(([, key]) => key.toLowerCase() === `${host}:${claim}`)
        .map(([operator, key, values]) => withCondition(statement, operator, key, [operator, other, values])),
    ),
  })),
);

/** Adds a statement beside those that are there, which lets in more tokens of the same issuer. */
const byStatement: readonly Widening[] = Object.entries({
  "any subject": { StringEquals: { [`${host}:aud`]: host } },
  "any audience": { StringEquals: { [`${host}:sub`]: `space:${space}:account:aws-dev` } },
  "subjects by a pattern": {
    StringEquals: { [`${host}:aud`]: host },
    StringLike: { [`${host}:sub`]: `space:${space}:*` },
  },
  "all tokens": undefined,
}).map(([what, Condition]) => ({
  name: `adds a statement for ${what} of the issuer`,
  mutants: ({ Statement, ...trust }) =>
    Statement.filter(isAllow).map((statement) => ({
      ...trust,
      Statement: [...Statement, { ...statement, Sid: "More", Condition }],
    })),
}));

export const widenings: readonly Widening[] = [
  ...admissions,
  ...byOperator,
  ...byValue,
  ...byKey,
  ...byStatement,
];
