import fc from "fast-check";

import type { ConditionBlock, PolicyDocument, Principal, Statement } from "../../trust/documents/policy";
import { deployRole, launcher, provider, session } from "./cases";
import type { OracleQuestion } from "./oracle";

const home = "arn:aws:iam::111111111111:role/Builder";
const ada = "arn:aws:iam::111111111111:user/ada";
const stranger = "arn:aws:iam::999999999999:role/Anybody";
const service = "pods.eks.amazonaws.com";

const actions = ["sts:AssumeRole", "sts:TagSession", "sts:AssumeRoleWithWebIdentity"];

/** Condition keys with values that are told apart by them, in policies as well as in requests. */
const vocabulary: Readonly<Record<string, readonly string[]>> = {
  "aws:PrincipalArn": [
    launcher,
    home,
    ada,
    stranger,
    "arn:aws:iam::*:role/*",
    "arn:aws:iam::123456789012:role/Octo*",
  ],
  "aws:PrincipalTag/team": ["shop", "Shop", "sh*", "ops"],
  "aws:RequestTag/kubernetes-namespace": ["octopus", "octo?us", "default"],
  "aws:TagKeys": ["team", "Team", "stage"],
  "aws:SourceIp": ["203.0.113.7", "203.0.113.0/24", "2001:db8::/32", "198.51.100.1"],
  "aws:MultiFactorAuthPresent": ["true", "false"],
  "aws:MultiFactorAuthAge": ["5", "300", "3600"],
  "aws:CurrentTime": ["2026-01-01T00:00:00Z", "2026-06-30T12:00:00Z", "2027-01-01T00:00:00Z"],
  "sts:ExternalId": ["a", "b", "*"],
};
const keys = Object.keys(vocabulary);

const operatorsFor = (key: string): readonly string[] => {
  if (key === "aws:PrincipalArn")
    return ["ArnEquals", "ArnLike", "ArnNotLike", "StringLike", "StringNotEquals"];
  if (key === "aws:SourceIp") return ["IpAddress", "NotIpAddress"];
  if (key === "aws:MultiFactorAuthPresent") return ["Bool", "Null"];
  if (key === "aws:MultiFactorAuthAge")
    return ["NumericLessThan", "NumericGreaterThanEquals", "NumericNotEquals", "Null"];
  if (key === "aws:CurrentTime")
    return ["DateLessThan", "DateGreaterThanEquals", "DateEquals", "DateNotEquals"];
  const texts = ["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"].map(
    (name) => `String${name}`,
  );
  if (key === "aws:TagKeys") return texts.flatMap((name) => [`ForAllValues:${name}`, `ForAnyValue:${name}`]);
  return [...texts, "Null"];
};

const condition = fc
  .constantFrom(...keys)
  .chain((key) =>
    fc.record({
      key: fc.constantFrom(key, key.toLowerCase()),
      operator: fc.tuple(fc.constantFrom(...operatorsFor(key)), fc.constantFrom("", "", "IfExists")),
      values: fc.subarray([...(vocabulary[key] ?? [])], { minLength: 1 }),
      isNull: fc.constantFrom("true", "false"),
    }),
  )
  .map(({ key, operator: [name, ifExists], values, isNull }): ConditionBlock =>
    name === "Null"
      ? { Null: { [key]: isNull } }
      : { [name + ifExists]: { [key]: name === "Bool" ? (values[0] ?? "true") : values } },
  );

const conditions = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: condition },
  { weight: 1, arbitrary: fc.tuple(condition, condition).map(([one, other]) => ({ ...one, ...other })) },
);

const effect = fc.constantFrom(...(["Allow", "Allow", "Allow", "Allow", "Deny"] as const));
const someActions = fc.oneof(
  fc.record({
    Action: fc.constantFrom(
      "sts:*",
      "STS:assumerole",
      "sts:Assume*",
      ["sts:AssumeRole", "sts:TagSession"],
      "*",
    ),
  }),
  fc.record({ NotAction: fc.constantFrom("sts:TagSession", "s3:*", ["sts:AssumeRole*"]) }),
);
const someResources = fc.oneof(
  fc.record({
    Resource: fc.constantFrom(
      "*",
      deployRole,
      "arn:aws:iam::111111111111:role/octopus/*",
      "arn:aws:iam::*:role/*Role",
    ),
  }),
  fc.record({ NotResource: fc.constantFrom("arn:aws:iam::*:role/other/*", deployRole) }),
);
const principal = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ AWS: "*" }) },
  {
    weight: 5,
    arbitrary: fc
      .subarray([launcher, session, home, ada, stranger, "123456789012", "arn:aws:iam::111111111111:root"], {
        minLength: 1,
        maxLength: 3,
      })
      .map((AWS) => ({ AWS })),
  },
  { weight: 1, arbitrary: fc.constant({ Service: service }) },
  { weight: 1, arbitrary: fc.constant({ Federated: provider }) },
) as fc.Arbitrary<Principal>;

function documentOf(elements: fc.Arbitrary<Partial<Statement>>): fc.Arbitrary<PolicyDocument> {
  const statement = fc
    .tuple(effect, elements, conditions)
    .map(([Effect, rest, Condition]): Statement => ({ Effect, ...rest, ...(Condition && { Condition }) }));
  return fc
    .array(statement, { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ Version: "2012-10-17" as const, Statement }));
}

/** A trust policy has actions of sts alone. */
const stsActions = someActions.filter((about) => !JSON.stringify(about).match(/"(\*|s3:\*)"/));
const trusts = documentOf(
  fc.tuple(principal, stsActions).map(([Principal, about]) => ({ Principal, ...about })),
);
const permissions = documentOf(
  fc.tuple(someActions, someResources).map(([about, on]) => ({ ...about, ...on })),
);
const everything: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};
const rcpEverything = {
  ...everything,
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
} as PolicyDocument;
const denials = documentOf(
  fc.tuple(someResources, fc.constantFrom("sts:*", "sts:AssumeRole")).map(([on, Action]) => ({
    Action,
    ...on,
  })),
);
const levels = (
  full: PolicyDocument,
  Principal?: "*",
): fc.Arbitrary<readonly (readonly PolicyDocument[])[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant([full]) },
      {
        weight: 1,
        arbitrary: denials.map((document) => [
          full,
          {
            ...document,
            Statement: document.Statement.map((statement) => ({
              ...statement,
              Effect: "Deny" as const,
              ...(Principal && { Principal }),
            })),
          },
        ]),
      },
    ),
    { maxLength: 3 },
  );

const callers: readonly (readonly [OracleQuestion["caller"], string | undefined])[] = [
  [{ AWS: launcher }, launcher],
  [{ AWS: session }, launcher],
  [{ AWS: home }, home],
  [{ AWS: ada }, ada],
  [{ AWS: stranger }, stranger],
  [{ Service: service }, undefined],
  [{ Federated: provider }, undefined],
];

function rarely<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

/** Keys of a request other than the caller's own, each with a value of the vocabulary, or absent. */
const context = fc
  .tuple(...keys.slice(1).map((key) => fc.option(fc.constantFrom(...(vocabulary[key] ?? [])), { freq: 2 })))
  .map((values) =>
    Object.fromEntries(
      keys.slice(1).flatMap((key, index) => {
        const value = values[index];
        // What a request has is no range of addresses.
        return typeof value === "string" && !value.includes("/") ? [[key, [value]]] : [];
      }),
    ),
  );

/** Whether somebody may do something to a role, with random policies in every layer. */
export const questions: fc.Arbitrary<OracleQuestion> = fc
  .record({
    caller: fc.constantFrom(...callers),
    action: fc.constantFrom(...actions),
    context,
    tagKeys: rarely(fc.subarray([...(vocabulary["aws:TagKeys"] ?? [])], { minLength: 2 })),
    identity: fc.array(permissions, { maxLength: 2 }),
    generous: fc.boolean(),
    trust: trusts,
    boundary: rarely(permissions),
    sessionPolicies: rarely(fc.array(permissions, { minLength: 1, maxLength: 2 })),
    scps: levels(everything),
    rcps: levels(rcpEverything, "*"),
  })
  .map(
    ({ caller: [caller, arn], tagKeys, context, generous, boundary, sessionPolicies, identity, ...rest }) => {
      const isPrincipal = arn !== undefined;
      const isSession = "AWS" in caller && caller.AWS === session;
      return {
        ...rest,
        resource: deployRole,
        caller,
        action: "Federated" in caller ? "sts:AssumeRoleWithWebIdentity" : rest.action,
        context: {
          ...context,
          ...(tagKeys && { "aws:TagKeys": tagKeys }),
          ...(isPrincipal && { "aws:PrincipalArn": [arn] }),
        },
        identity: isPrincipal ? [...identity, ...(generous ? [everything] : [])] : [],
        ...(isPrincipal && boundary && { boundary }),
        ...(isSession && sessionPolicies && { sessionPolicies }),
        scps: isPrincipal ? rest.scps : [],
      };
    },
  );
