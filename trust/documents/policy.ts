/** Who a statement of a trust policy, SCP or RCP is about. */
export type Principal = "*" | Readonly<Partial<Record<PrincipalType, string | readonly string[]>>>;
export type PrincipalType = "AWS" | "Service" | "Federated" | "CanonicalUser";

/** Operator (`StringEquals`) to condition key (`aws:PrincipalArn`) to one value or several. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of an IAM policy document, as AWS writes it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly NotPrincipal?: Principal;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: ConditionBlock;
}

/** An IAM policy document. What we write ourselves always has the current version and a list of statements. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}

/** A document of the current version with these statements. */
export function policy(...statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** The document as it is sent to AWS: without white space, which SCPs and RCPs would count. */
export function compact(document: PolicyDocument): string {
  return JSON.stringify(document);
}

/** Its length as IAM counts it for roles and policies: white space outside of strings does not count. */
export function characters(document: PolicyDocument): number {
  return compact(document).length;
}

/** One value or several, as a list. */
export function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
