import { readDocument, type ReadDocument, type ReadStatement } from "../../../trust/documents/read";
import type { NamedDocument } from "../../../trust/organization";
import { awsManagedPolicy } from "../../../trust/sources/aws-policies";
import type { Resource } from "../../../trust/sources/resources/context";
import { iamArn } from "../../../trust/sources/resources/identities";
import { text } from "../../../trust/sources/resources/plain";
import { unknown, type Unknown } from "../../../trust/truth";
import type { Stack } from "../../stack";

const policyType = "aws:iam/policy:Policy";

/** A policy as far as it is known here. */
export type Found =
  | { readonly kind: "known"; readonly policy: NamedDocument }
  /** What is wrong with it, or not known of it, in words. */
  | { readonly kind: "unclear"; readonly words: string; readonly remedy: string }
  /** One of AWS's own, of which this pack has no document. */
  | { readonly kind: "of AWS"; readonly words: string }
  /** One that is not among the resources. */
  | { readonly kind: "missing"; readonly words: string };

/** A document that a resource holds itself. */
export function readPolicy(name: string, source: unknown, arn?: string): Found {
  const document = readDocument(source, "permissions");
  const [problem] = document.problems;
  if (problem) {
    const place = problem.place || "its top";
    return {
      kind: "unclear",
      words: `${name} is malformed: ${place} ${problem.message}`,
      remedy: "Correct the document: AWS would refuse it as well.",
    };
  }
  if (!isClear(document)) {
    return {
      kind: "unclear",
      words: `${name} is not known`,
      remedy: "Make its ARNs of account ids and names, and take none of them from an output.",
    };
  }
  return { kind: "known", policy: { name, ...(arn !== undefined && { arn }), document } };
}

function isClear({ statements }: ReadDocument): boolean {
  return statements !== unknown && statements.every(isClearStatement);
}

function isClearStatement({ effect, actions, resources, conditions }: ReadStatement): boolean {
  return (
    ![effect, actions, resources, conditions].includes(unknown) &&
    (conditions === unknown || conditions.every(({ values }) => values !== unknown))
  );
}

/** The managed policies of a stack. */
export class ManagedPolicies {
  readonly #stack: Stack;
  #byArn: ReadonlyMap<string, Resource> | undefined;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** What is known of a policy by its ARN. */
  of(arn: string): Found {
    const name = `the policy ${arn.slice(arn.lastIndexOf("/") + 1)}`;
    if (/^arn:[a-z0-9-]+:iam::aws:/.test(arn)) {
      const document = dangerous[arn.slice(arn.lastIndexOf("/") + 1)] ?? awsManagedPolicy(arn);
      return document === unknown ? { kind: "of AWS", words: arn } : readPolicy(name, document, arn);
    }
    this.#byArn ??= new Map(
      this.#stack.ofType(policyType).map((policy) => [iamArn(policy, "policy"), policy]),
    );
    const policy = this.#byArn.get(arn);
    return policy ? readPolicy(name, policy.props.policy ?? unknown, arn) : { kind: "missing", words: arn };
  }

  /** ARNs of the policies that a property of a resource holds; where one is not known, of those that it comes from. */
  in(
    property: string,
    values: readonly (string | Unknown)[],
    { comesFrom }: Resource,
  ): readonly (string | Unknown)[] {
    if (!values.includes(unknown)) return values;
    const origins = (comesFrom[property] ?? [])
      .flatMap((urn) => this.#stack.byUrn(urn) ?? [])
      .filter(({ type }) => type === policyType)
      .map((policy) => iamArn(policy, "policy"));
    const known = values.filter((value) => value !== unknown);
    return origins.length === 0 ? values : [...new Set([...known, ...origins])];
  }

  /** The ARN of a role's permissions boundary. */
  boundaryOf(role: Resource): string | Unknown | undefined {
    const arn = text(role.props.permissionsBoundary);
    return arn === undefined ? arn : this.in("permissionsBoundary", [arn], role)[0];
  }
}

const statement = (element: "Action" | "NotAction", ...actions: string[]): unknown => ({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", [element]: actions, Resource: "*" },
});

/**
 * What of AWS's own policies opens a path by itself, as far as it does not change: AWS only ever adds to it.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/IAMFullAccess.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html
 * @see https://docs.aws.amazon.com/amplify/latest/userguide/security-iam-awsmanpol.html
 */
const dangerous: Readonly<Partial<Record<string, unknown>>> = {
  IAMFullAccess: statement("Action", "iam:*"),
  PowerUserAccess: statement("NotAction", "iam:*", "organizations:*", "account:*"),
  "AdministratorAccess-Amplify": statement("Action", "iam:CreateRole", "iam:AttachRolePolicy"),
};
