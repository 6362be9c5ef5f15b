import { isAccountId } from "../../trust/documents/arn";
import { literal } from "../../trust/documents/glob";
import { readDocument, type Condition, type ReadStatement } from "../../trust/documents/read";
import type { Resource } from "../../trust/sources/resources/context";
import { unknown } from "../../trust/truth";
import type { Issuer } from "../config/settings";
import type { Rule } from "../rule";
import { roleType, subjectOf } from "../subjects";
import { inWords } from "../ways";
import { several, twoLines } from "../words";

/**
 * A role for tokens of Octopus lets in tokens of the one issuer, for its audience, with subjects that are written out.
 * It is a matter of form: what lets in the same in another way is refused too, so that whoever reads the trust policy
 * sees who gets in.
 *
 * @see https://octopus.com/docs/infrastructure/accounts/openid-connect
 */
export const oidcSubjectsExact: Rule = {
  name: "oidc-subjects-exact",
  description: "Roles for tokens of Octopus let in its exact subjects and nobody else.",
  level: "mandatory",
  *ofResource(role, _stack, settings) {
    if (role.type !== roleType) return;
    const { urn } = role;
    const { words, isLauncher, isDeployRole, isOidcRole } = subjectOf(role, settings);
    // What may be a deploy role lets in the launcher, or is refused for that.
    if (isOidcRole === "no" || isDeployRole !== "no" || isLauncher === "yes") return;
    const { issuer } = settings;
    if (!issuer) {
      yield {
        urn,
        message: twoLines(
          `${words} is a role for tokens of Octopus, which the configuration says issues none.`,
          "Give issuer, audience and space in oidc, or remove the role.",
        ),
      };
      return;
    }
    const problems = problemsOf(role, issuer);
    if (problems.length > 0)
      yield {
        urn,
        message: twoLines(`${words} may let in others: ${several(problems)}.`, remedy(role, issuer)),
      };
  },
};

function problemsOf({ props, home }: Resource, issuer: Issuer): readonly string[] {
  const { statements, problems } = readDocument(props.assumeRolePolicy, "trust");
  if (problems.length > 0) return problems.map(inWords);
  if (statements === unknown) return ["its trust policy is not known"];
  return statements
    .filter(({ effect }) => effect !== "Deny")
    .flatMap((statement) => {
      const found = faultsOf(statement, home, issuer);
      const sid = statement.sid === undefined ? "" : ` (Sid ${statement.sid})`;
      return found.map((fault) => `${statement.place}${sid} ${fault}`);
    });
}

function faultsOf(
  { principals, actions, conditions }: ReadStatement,
  home: Resource["home"],
  { host, audience, space }: Issuer,
): readonly string[] {
  const isProvider = (name: string): boolean =>
    isAccountId(home.account)
      ? name === providerIn(home, host)
      : name.startsWith("arn:") && name.endsWith(`:oidc-provider/${host}`);
  const onlyProvider =
    principals !== undefined &&
    principals !== unknown &&
    !principals.negated &&
    principals.names.every((one) => one.kind === "federated" && isProvider(one.provider));
  const onlyByToken =
    actions !== unknown && !actions.negated && actions.names.every((name) => name === byToken);
  const subjects = pinned(conditions, `${host}:sub`);
  const audiences = pinned(conditions, `${host}:aud`);
  const isSubject = (value: string): boolean =>
    value.startsWith(`space:${space}:`) && !/[*?]|\$\{/.test(value);
  return [
    ...(onlyProvider ? [] : ["names another principal than the provider, or one that is not known"]),
    ...(onlyByToken ? [] : ["allows another action than sts:AssumeRoleWithWebIdentity"]),
    ...(audiences?.every((value) => value === audience) ? [] : [`does not pin ${host}:aud to ${audience}`]),
    ...(subjects?.every(isSubject)
      ? []
      : [`does not pin ${host}:sub to subjects of space ${space} that are written out`]),
  ];
}

const byToken = literal("sts:assumerolewithwebidentity");

/** The values of a key under StringEquals itself, which is neither a pattern nor holds where the key is absent. */
function pinned(
  conditions: readonly Condition[] | typeof unknown,
  key: string,
): readonly string[] | undefined {
  const found = (conditions === unknown ? [] : conditions).find(
    ({ operator, key: name, values }) =>
      name === key.toLowerCase() &&
      values !== unknown &&
      operator !== unknown &&
      operator.kind === "compare" &&
      operator.comparison === "String" &&
      !operator.negated &&
      !operator.ifExists &&
      operator.set === undefined,
  );
  return found?.values === unknown ? undefined : found?.values;
}

function providerIn({ partition, account }: Resource["home"], host: string): string {
  return `arn:${partition}:iam::${isAccountId(account) ? account : "ACCOUNT"}:oidc-provider/${host}`;
}

function remedy({ home }: Resource, { host, audience, space }: Issuer): string {
  return (
    `Allow sts:AssumeRoleWithWebIdentity to {"Federated": "${providerIn(home, host)}"} with StringEquals on ` +
    `${host}:aud (${audience}) and on ${host}:sub, each subject (space:${space}:…) in full.`
  );
}
