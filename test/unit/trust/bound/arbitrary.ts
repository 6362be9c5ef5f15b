import fc from "fast-check";

import type { Lookup } from "../../../../trust/conditions/lookup";
import type { Principal } from "../../../../trust/documents/principal";
import { readDocument, type ReadDocument } from "../../../../trust/documents/read";
import { truth, unknown, type Truth, type Unknown } from "../../../../trust/truth";

/** Somebody who asks for a role, told without anything of the code under test. */
export interface AnyCaller {
  readonly isCaller: (principal: Principal) => Truth;
  readonly lookup: Lookup;
  readonly actions: readonly string[];
}

const [one, two] = ["111111111111", "222222222222"];
const sts = "sts:AssumeRole";
const launcher = `arn:aws:iam::${one}:role/Launcher`;
const roles = [launcher, `arn:aws:iam::${two}:role/Launcher`, `arn:aws:iam::${one}:role/octopus/Deploy`];
const user = `arn:aws:iam::${one}:user/Launcher`;
const guest = `arn:aws:sts::${one}:federated-user/guest`;
const provider = `arn:aws:iam::${one}:oidc-provider/octopus.example.com`;
const saml = `arn:aws:iam::${one}:saml-provider/sso`;
const services = ["ec2.amazonaws.com", "pods.eks.amazonaws.com"];
const idOf = (arn: string): string =>
  `${arn.includes(":role/") ? "AROA" : "AIDA"}EXAMPLEEXAMPLE${arn.length}`;
const sessionOf = (arn: string): string =>
  `arn:aws:sts::${arn.split(":")[4]}:assumed-role/${arn.split("/").at(-1)}/s`;

/** Values that a key has in documents and, but for the keys about the caller, in requests. */
const values: Readonly<Record<string, readonly string[]>> = {
  "aws:PrincipalArn": [
    ...roles,
    user,
    guest,
    `arn:aws:iam::${one}:role/launcher`,
    `arn:aws:iam::${one}:root`,
  ],
  "aws:PrincipalAccount": [one, two, "anonymous"],
  "aws:PrincipalIsAWSService": ["true", "false", "True"],
  "aws:userid": [...roles.map((arn) => `${idOf(arn)}:s`), idOf(user), idOf(launcher)],
  "aws:PrincipalOrgID": ["o-one", "o-two", "O-ONE"],
  "aws:PrincipalTag/team": ["shop", "Shop", ""],
  "aws:RequestTag/team": ["shop", "${aws:PrincipalTag/team}", "*"],
  "aws:TagKeys": ["team", "Team", ""],
  "aws:SourceIp": ["10.0.0.1", "10.0.0.0/8", "::1"],
  "aws:MultiFactorAuthPresent": ["true", "false"],
  "aws:MultiFactorAuthAge": ["10", "3600", "old"],
  "aws:CurrentTime": ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"],
  "octopus.example.com:sub": ["space:default:project:shop", "space:default", "space:*"],
  "saml:edupersonaffiliation": ["staff", "student"],
};
const keys = Object.keys(values);
const wildcards = [
  "*",
  `arn:aws:iam::*:role/*`,
  `arn:aws:iam::${one}:*`,
  "arn:*:role/Launcher",
  "s?op",
  "${aws:userid}",
];

const operators =
  "StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike ArnEquals " +
  "ArnNotLike Bool Null IpAddress NotIpAddress NumericLessThan DateGreaterThan BinaryEquals NumericNotEquals";
const operator = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(..."StringEquals StringNotEquals ArnLike Bool Null".split(" ")) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom("", "", "", "ForAllValues:", "ForAnyValue:"),
        fc.constantFrom(...operators.split(" ")),
        fc.constantFrom("", "", "IfExists"),
      )
      .map(([set, name, ifExists]) => (name === "Null" ? name : set + name + ifExists)),
  },
);
/** As it is, in a list, or not known in whole or in part. */
function some<T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: value },
    { weight: 12, arbitrary: fc.array(value, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant(unknown) },
    { weight: 1, arbitrary: value.map((item) => [item, unknown]) },
  );
}
const conditionValue = (operator: string, key: string): fc.Arbitrary<unknown> => {
  if (operator === "Null") return some(fc.constantFrom("true", "false", "false"));
  if (operator.includes("Bool")) return some(fc.constantFrom("true", "false", "True", "no"));
  return some(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...(values[key] ?? [])) },
      { weight: 1, arbitrary: fc.constantFrom(...wildcards) },
    ),
  );
};
const condition = fc
  .tuple(operator, fc.oneof(fc.constantFrom(...keys.slice(0, 4)), fc.constantFrom(...keys)))
  .chain(([name, key]) => conditionValue(name, key).map((value) => ({ [name]: { [key]: value } })));
const conditions = fc.array(condition, { maxLength: 3 }).map((blocks) =>
  blocks.reduce<Record<string, object>>((all, block) => {
    for (const [name, keys] of Object.entries(block)) all[name] = { ...all[name], ...keys };
    return all;
  }, {}),
);

const principal = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ AWS: "*" }) },
  {
    weight: 6,
    arbitrary: some(
      fc.constantFrom(
        one,
        `arn:aws:iam::${two}:root`,
        ...roles,
        user,
        guest,
        sessionOf(launcher),
        idOf(launcher),
        "odd",
      ),
    ).map((AWS) => ({ AWS })),
  },
  { weight: 2, arbitrary: some(fc.constantFrom(...services)).map((Service) => ({ Service })) },
  { weight: 2, arbitrary: some(fc.constantFrom(provider, saml)).map((Federated) => ({ Federated })) },
  { weight: 1, arbitrary: fc.constant({ CanonicalUser: "79a59df900b949e5" }) },
  { weight: 1, arbitrary: fc.constant({ AWS: one, Service: services[0], Federated: provider }) },
);
const action = some(
  fc.constantFrom(
    ...[
      sts,
      sts,
      "sts:*",
      "STS:assumerole*",
      "sts:AssumeRoleWith*",
      "sts:TagSession",
      "sts:AssumeRole?ithSAML",
    ],
  ),
);
const statement = fc
  .record({
    Effect: fc.constantFrom("Allow", "Allow", "Allow", "Allow", "Deny", "Deny", "Deny", unknown),
    Principal: fc.oneof({ weight: 12, arbitrary: principal }, { weight: 1, arbitrary: fc.constant(unknown) }),
    actions: fc.tuple(fc.constantFrom("Action", "Action", "Action", "NotAction"), action),
    Condition: fc.oneof(
      { weight: 16, arbitrary: conditions },
      { weight: 1, arbitrary: fc.constant(unknown) },
    ),
  })
  .map(({ actions: [name, value], ...others }) => ({ ...others, [name]: value }));

/** Trust policies, with everything that they may hold not known now and then. */
export const trustPolicy: fc.Arbitrary<ReadDocument> = fc
  .record({
    Version: fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17", unknown),
    Statement: fc.array(
      fc.oneof({ weight: 30, arbitrary: statement }, { weight: 1, arbitrary: fc.constant(unknown) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    /** Statements of NotPrincipal, which a trust policy may not hold. */
    negated: fc.array(fc.constantFrom(false, false, false, false, false, false, true), {
      minLength: 4,
      maxLength: 4,
    }),
  })
  .map(({ negated, ...source }) => {
    const document = readDocument(source, "trust");
    if (document.statements === unknown) return document;
    const statements = document.statements.map((statement, index) => {
      const { principals } = statement;
      if (principals === undefined || principals === unknown || !negated[index]) return statement;
      return { ...statement, principals: { ...principals, negated: true } };
    });
    return { ...document, statements };
  });

type Context = Readonly<Record<string, readonly string[] | undefined | Unknown>>;

/** Somebody with credentials of AWS. */
function signed(arn: string): { own: Context; isCaller: AnyCaller["isCaller"]; actions: readonly string[] } {
  const account = arn.split(":")[4] ?? "";
  const own = {
    "aws:principalarn": [arn],
    "aws:principalaccount": [account],
    "aws:principalisawsservice": ["false"],
    "aws:userid": [arn.includes(":role/") ? `${idOf(arn)}:s` : idOf(arn)],
  };
  const isCaller = (principal: Principal): Truth => {
    switch (principal.kind) {
      case "everybody":
        return "yes";
      case "account":
        return truth(principal.account === account);
      case "role":
      case "user":
      case "federatedUser":
        return truth(principal.arn === arn);
      case "session":
        return truth(arn.includes(":role/") && principal.arn === sessionOf(arn));
      case "uniqueId":
        return truth(principal.id === idOf(arn));
      case "service":
      case "federated":
        return "no";
      case "canonicalUser":
        return truth(account === one);
      default:
        return "unknown";
    }
  };
  return { own, isCaller, actions: [sts] };
}

/** A service, of which AWS does not say what its requests have, or somebody with a token. */
function other(
  name: string,
  everybody: Truth,
  account: readonly string[] | undefined,
): ReturnType<typeof signed> {
  const isService = services.includes(name);
  const own: Context = {
    "aws:principalarn":
      isService && account?.[0] === "333333333333" ? ["arn:aws:iam::333333333333:role/x"] : undefined,
    "aws:principalaccount": account,
    "aws:principalisawsservice": isService ? ["true"] : undefined,
    "aws:userid": account && [`${idOf(launcher)}:s`],
  };
  const isCaller = (principal: Principal): Truth => {
    if (principal.kind === "everybody") return everybody;
    if (principal.kind === "service") return truth(principal.service === name);
    if (principal.kind === "federated") return truth(principal.provider === name);
    return principal.kind === "other" ? "unknown" : "no";
  };
  const action = isService ? sts : name === saml ? `${sts}WithSAML` : `${sts}WithWebIdentity`;
  return { own, isCaller, actions: [action] };
}

const party = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...roles, user, guest, `arn:aws:iam::${one}:root`).map(signed) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...services, provider, saml),
        // AWS does not say whether `*` means them as well: but it means the same in each statement.
        fc.constantFrom<Truth>("yes", "no"),
        fc.constantFrom(undefined, [one], [two], ["333333333333"], ["anonymous"]),
      )
      .map((facts) => other(...facts)),
  },
);
const context: fc.Arbitrary<Context> = fc.record(
  Object.fromEntries(
    keys.map((key) => [
      key.toLowerCase(),
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...(values[key] ?? [])).map((value) => [value]) },
        { weight: 3, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constant(unknown) },
        { weight: 1, arbitrary: fc.array(fc.constantFrom(...(values[key] ?? [])), { maxLength: 2 }) },
      ),
    ]),
  ),
);

export const anyCaller: fc.Arbitrary<AnyCaller> = fc
  .tuple(party, context)
  .map(([{ own, isCaller, actions }, others]) => {
    const facts = { ...others, ...own };
    return { isCaller, actions: [...actions, "sts:TagSession"], lookup: (key) => facts[key] };
  });
