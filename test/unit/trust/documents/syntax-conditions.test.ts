import { grammarOf } from "../../../fixtures/grammar";

const { statement, takes, refuses } = grammarOf("trust");
const condition = (Condition: unknown): object => statement({ Condition });

describe("condition operators", () => {
  const operators =
    "StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike " +
    "NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan " +
    "NumericGreaterThanEquals DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan " +
    "DateGreaterThanEquals Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike";
  for (const operator of operators.split(" ")) {
    for (const written of [operator, `${operator}IfExists`, `ForAllValues:${operator}`]) {
      takes(written, condition({ [written]: { "aws:PrincipalArn": "x" } }));
    }
  }
  takes(
    "ForAnyValue:…IfExists",
    condition({ "ForAnyValue:StringNotLikeIfExists": { "aws:PrincipalArn": "x" } }),
  );
  takes("Null", condition({ Null: { "aws:TokenIssueTime": "true" } }));
  takes(
    "ForAnyValue:Null, which AWS only advises against",
    condition({ "ForAnyValue:Null": { "aws:userid": true } }),
  );
  takes("any case", condition({ stringequals: { "aws:PrincipalArn": "x" } }));

  for (const operator of [
    "StringEqual",
    "StringEqualsIfExist",
    "NullIfExists",
    "ForAllValue:StringEquals",
    "ForAnyValue:ForAllValues:Bool",
    "ArnMatches",
    "NotArnEquals",
    "",
  ]) {
    refuses(`"${operator}"`, condition({ [operator]: { "aws:PrincipalArn": "x" } }), [
      `Statement[0].Condition.${operator}`,
      /is no condition operator/,
    ]);
  }
});

describe("conditions", () => {
  takes(
    "texts, numbers, booleans and lists of them",
    condition({
      Bool: { "aws:SecureTransport": true },
      NumericLessThan: { "s3:max-keys": 10 },
      StringLike: { "s3:prefix": ["", "home/", "home/${aws:username}/"], "aws:userid": "*" },
    }),
  );
  takes(
    "the same key under two operators",
    condition({ StringLike: { "aws:userid": "a*" }, Null: { "aws:userid": "false" } }),
  );

  refuses("text", condition('{"Bool":{}}'), ["Statement[0].Condition", /is no JSON object/]);
  refuses("a list", condition([{ Bool: {} }]), ["Statement[0].Condition", /is no JSON object/]);
  refuses(
    "a key without an operator",
    condition({ "aws:PrincipalArn": "x" }),
    ["Statement[0].Condition.aws:PrincipalArn", /is no condition operator/],
    ["Statement[0].Condition.aws:PrincipalArn", /is no object of condition keys/],
  );
  refuses(
    "values that are none",
    condition({ StringEquals: { "aws:username": null, "aws:userid": [{}], "aws:PrincipalArn": {} } }),
    ["Statement[0].Condition.StringEquals.aws:username", /is no value/],
    ["Statement[0].Condition.StringEquals.aws:userid", /is no value/],
    ["Statement[0].Condition.StringEquals.aws:PrincipalArn", /is no value/],
  );
  refuses(
    "a key twice, in two cases",
    condition({ StringEquals: { "aws:userid": "x", "aws:UserId": "y" } }),
    ["Statement[0].Condition.StringEquals", /has a condition key twice/],
  );
  // Whoever keeps one of both keeps the one that narrows nothing, for all that AWS says of it.
  refuses(
    "an operator twice, in two cases",
    condition({ StringEquals: { "aws:userid": "x" }, stringequals: { "aws:username": "y" } }),
    ["Statement[0].Condition", /has a condition operator twice/],
  );
});
