import { ids, launcherArn } from "./resources";
import type { Fields } from "./trusts";
import { conditionsOf, inEach, isAllow, withCondition, type Change, type Widening } from "./widening";

/**
 * Every form of principal that AWS has, each of somebody who is not the launcher.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const principals: Readonly<Record<string, readonly [principal: unknown, action?: string]>> = {
  "the launcher's account by its root": [{ AWS: `arn:aws:iam::${ids.tooling}:root` }],
  "the launcher's account by its bare id": [{ AWS: ids.tooling }],
  "another account by its root": [{ AWS: `arn:aws:iam::${ids.foreign}:root` }],
  "another account by its bare id": [{ AWS: ids.foreign }],
  everybody: [{ AWS: "*" }],
  "everybody, by * alone": ["*"],
  "a user": [{ AWS: `arn:aws:iam::${ids.dev}:user/ada` }],
  "another role": [{ AWS: `arn:aws:iam::${ids.tooling}:role/CiRole` }],
  "a role whose name begins with the launcher's": [{ AWS: `${launcherArn}2` }],
  "a role of the launcher's name under a path": [{ AWS: launcherArn.replace("role/", "role/octopus/") }],
  "the launcher's name in another case": [{ AWS: launcherArn.toLowerCase() }],
  "the launcher's name in another account": [{ AWS: launcherArn.replace(ids.tooling, ids.foreign) }],
  "a session of a role": [{ AWS: `arn:aws:sts::${ids.tooling}:assumed-role/CiRole/build` }],
  "a federated user": [{ AWS: `arn:aws:sts::${ids.tooling}:federated-user/guest` }],
  "a deleted role": [{ AWS: "AROAEXAMPLEEXAMPLE123" }],
  "a deleted user": [{ AWS: "AIDAEXAMPLEEXAMPLE123" }],
  "a group, which is no principal": [{ AWS: `arn:aws:iam::${ids.tooling}:group/admins` }],
  "roles by a pattern": [{ AWS: `arn:aws:iam::${ids.tooling}:role/*` }],
  "a service": [{ Service: "ec2.amazonaws.com" }],
  "the service that hands out the launcher": [{ Service: "pods.eks.amazonaws.com" }],
  "an OIDC provider": [
    { Federated: `arn:aws:iam::${ids.dev}:oidc-provider/token.actions.githubusercontent.com` },
    "sts:AssumeRoleWithWebIdentity",
  ],
  "a provider that AWS knows": [
    { Federated: "cognito-identity.amazonaws.com" },
    "sts:AssumeRoleWithWebIdentity",
  ],
  "a SAML provider": [{ Federated: `arn:aws:iam::${ids.dev}:saml-provider/sso` }, "sts:AssumeRoleWithSAML"],
  "a canonical user": [{ CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" }],
};

/** Names somebody else in a statement of his own, in place of the launcher, or beside it. */
const byPrincipal: readonly Widening[] = Object.entries(principals).flatMap(
  ([who, [principal, action = "sts:AssumeRole"]]): Widening[] => [
    {
      name: `adds a statement for ${who}`,
      mutants: ({ Statement, ...trust }) => [
        { ...trust, Statement: [...Statement, { Effect: "Allow", Principal: principal, Action: action }] },
      ],
    },
    {
      name: `adds ${who} to a statement`,
      mutants: inEach(isAllow, (statement) => [
        {
          ...statement,
          Principal: together(statement.Principal, principal),
          Action: withAction(statement, action),
        },
      ]),
    },
    {
      name: `replaces the principal by ${who}`,
      mutants: inEach(isAllow, (statement) => [
        { ...statement, Principal: principal, Action: withAction(statement, action) },
      ]),
    },
  ],
);

/** Lets in all but somebody. */
const byNegation: readonly Widening[] = [
  {
    name: "turns Principal into NotPrincipal",
    mutants: inEach(isAllow, ({ Principal, ...statement }) => [{ ...statement, NotPrincipal: Principal }]),
  },
  {
    name: "lets in all but another role",
    mutants: inEach(isAllow, ({ Principal: _, ...statement }) => [
      { ...statement, NotPrincipal: { AWS: `arn:aws:iam::${ids.tooling}:role/CiRole` } },
    ]),
  },
];

/** Lets those who are let in do more. */
const byAction: readonly Widening[] = ["sts:*", "sts:Assume*", "*", "STS:ASSUMEROLE*"].map((action) => ({
  name: `allows ${action}`,
  mutants: inEach(isAllow, (statement) => [{ ...statement, Action: [action, "sts:TagSession"] }]),
}));

const byNotAction: Widening = {
  name: "allows all but one action",
  mutants: inEach(isAllow, ({ Action: _, ...statement }) => [
    { ...statement, NotAction: "sts:GetCallerIdentity" },
  ]),
};

/**
 * Loosens a condition, key by key: those on aws:PrincipalArn hold everybody but the launcher out, those on its session
 * tags hold out other sessions of the launcher.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const byCondition: readonly Widening[] = (["ARN", "tag"] as const).flatMap((about): Widening[] => {
  const loosened = (
    name: string,
    loosen: (operator: string, values: unknown) => readonly [string, unknown] | undefined,
  ): Widening => ({
    name: `${name}, of a condition on the ${about === "ARN" ? "caller's ARN" : "launcher's session tags"}`,
    mutants: inEach(isAllow, (statement) =>
      conditionsOf(statement)
        .filter(([, key]) => /principalarn/i.test(key) === (about === "ARN"))
        .map(([operator, key, values]) => {
          const changed = loosen(operator, values);
          return withCondition(statement, operator, key, changed && [changed[0], key, changed[1]]);
        }),
    ),
  });
  const other = about === "ARN" ? `arn:aws:iam::${ids.tooling}:role/CiRole` : "another";
  const wide = about === "ARN" ? `arn:aws:iam::${ids.tooling}:role/*` : "*o*";
  return [
    loosened("drops it", () => undefined),
    loosened("adds IfExists", (operator, values) => [`${operator}IfExists`, values]),
    loosened("adds ForAllValues", (operator, values) => [`ForAllValues:${operator}`, values]),
    loosened("adds ForAnyValue", (operator, values) => [`ForAnyValue:${operator}`, values]),
    loosened("negates it", (operator, values) => [operator.replace(/(Equals|Like)/, "Not$1"), values]),
    loosened("ignores case", (_, values) => ["StringEqualsIgnoreCase", values]),
    loosened("adds a second value", (operator, values) => [operator, [values, other].flat()]),
    loosened("compares with *", () => ["StringLike", "*"]),
    loosened("compares with a pattern", () => ["StringLike", wide]),
    loosened("compares as ARNs with a pattern", () => ["ArnLike", wide]),
    loosened("asks only that it is there", () => ["Null", "false"]),
    loosened("asks that it is not there", () => ["Null", "true"]),
    loosened("compares with a variable", () => ["StringEquals", "${aws:PrincipalArn}"]),
  ];
});

const noCondition: Widening = {
  name: "drops all conditions",
  mutants: inEach(
    (statement) => isAllow(statement) && statement.Condition !== undefined,
    ({ Condition: _, ...statement }) => [statement],
  ),
};

/** Lets a denial deny less. */
const byDenial: readonly Widening[] = (
  [
    ["allows instead", (statement) => [{ ...statement, Effect: "Allow" }]],
    ["denies one role only", (statement) => [{ ...statement, Principal: principals["another role"]?.[0] }]],
    ["denies one account only", (statement) => [{ ...statement, Principal: { AWS: ids.dev } }]],
    ["denies services only", (statement) => [{ ...statement, Principal: { Service: "ec2.amazonaws.com" } }]],
    ["denies tags only", (statement) => [{ ...statement, Action: "sts:TagSession" }]],
    [
      "denies all but the action",
      ({ Action: _, ...statement }) => [{ ...statement, NotAction: ["sts:AssumeRole", "sts:TagSession"] }],
    ],
    [
      "denies under a condition more",
      (statement) => [withCondition(statement, "", "", ["Bool", "aws:SecureTransport", "false"])],
    ],
    ["spares a second ARN", changing((operator, values) => [operator, [values, `${launcherArn}2`].flat()])],
    ["spares a pattern of ARNs", changing(() => ["ArnNotLike", `arn:aws:iam::${ids.tooling}:role/*`])],
    ["spares ARNs in any case", changing(() => ["StringNotEqualsIgnoreCase", launcherArn])],
    ["spares all who have no ARN", changing((operator, values) => [`ForAnyValue:${operator}`, values])],
    ["adds IfExists to the denial", changing((operator, values) => [`${operator}IfExists`, values])],
    ["adds ForAllValues to the denial", changing((operator, values) => [`ForAllValues:${operator}`, values])],
    [
      "denies the launcher instead of the others",
      changing((operator, values) => [operator.replace("Not", ""), values]),
    ],
    ["drops the condition of the denial", ({ Condition: _, ...statement }) => [statement]],
  ] as const satisfies readonly (readonly [string, Change])[]
).map(([name, change]) => ({ name, mutants: inEach((statement) => !isAllow(statement), change) }));

const noDenial: Widening = {
  name: "drops the denial",
  mutants: ({ Statement, ...trust }) =>
    Statement.filter((statement) => !isAllow(statement)).map((denial) => ({
      ...trust,
      Statement: Statement.filter((statement) => statement !== denial),
    })),
};

/** Changes of who is let in, and what for, whatever the conditions are. */
export const admissions: readonly Widening[] = [
  ...byPrincipal,
  ...byNegation,
  ...byAction,
  byNotAction,
  noCondition,
];

export const widenings: readonly Widening[] = [...admissions, ...byCondition, ...byDenial, noDenial];

function together(one: unknown, other: unknown): unknown {
  if (typeof one !== "object" || typeof other !== "object") return other;
  const merged: Record<string, unknown> = { ...one };
  for (const [type, name] of Object.entries(other as Fields))
    merged[type] = merged[type] === undefined ? name : [merged[type], name].flat();
  return merged;
}

function withAction({ Action }: Fields, action: string): unknown {
  const actions = [Action].flat();
  return actions.includes(action) || actions.includes("sts:*") ? Action : [...actions, action];
}

/** Changes every condition of a denial. */
function changing(change: (operator: string, values: unknown) => readonly [string, unknown]): Change {
  return (statement) =>
    conditionsOf(statement).map(([operator, key, values]) => {
      const [changed, others] = change(operator, values);
      return withCondition(statement, operator, key, [changed, key, others]);
    });
}
