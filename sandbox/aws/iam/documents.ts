import type { PolicyDocument } from "../../../trust/documents/policy";
import { syntaxProblems, type DocumentKind, type SyntaxProblem } from "../../../trust/documents/syntax";
import { AwsError, validationError } from "../front/errors";

/** A document that IAM has accepted; one statement counts as a list of one. */
export function parsedPolicy(text: string): PolicyDocument {
  const document = JSON.parse(text) as PolicyDocument;
  const statements: unknown = document.Statement;
  const Statement = (Array.isArray(statements) ? statements : [statements]) as PolicyDocument["Statement"];
  return { ...document, Statement };
}

/**
 * Reads a document as IAM does.
 *
 * @param parameter the request's parameter that holds it, for messages, e.g. `policyDocument`
 * @param partition the one that its ARNs must be of
 * @throws AwsError `MalformedPolicyDocument` in AWS's words, with what exactly is wrong
 */
export function checkedDocument(
  text: string | undefined,
  kind: DocumentKind,
  parameter: string,
  partition: string,
): PolicyDocument {
  if (!text) throw validationError(parameter, text, "Member must have length greater than or equal to 1");
  if (text.length > 131_072)
    throw validationError(parameter, "...", "Member must have length less than or equal to 131072");
  if (!/^[\t\n\r\u0020-\u00ff]+$/.test(text)) {
    throw validationError(
      parameter,
      "...",
      "Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
    );
  }
  const [problem] = syntaxProblems(text, kind);
  if (problem)
    throw malformed(`${inAwsWords(problem)} (${problem.place || "the document"} ${problem.message})`);
  const document = parsedPolicy(text);
  if (kind === "trust") checkTrustActions(document);
  else checkResources(document, partition);
  return document;
}

/**
 * What is wrong with a policy that stands on a resource, which has principals as well as resources; undefined if
 * nothing is.
 */
export function resourcePolicyProblem(text: string): string | undefined {
  let document: { readonly Statement?: unknown };
  try {
    document = JSON.parse(text) as { readonly Statement?: unknown };
  } catch {
    return "it is no JSON";
  }
  const { Id: _, ...rest } = { Id: undefined, ...document };
  const statements = [document.Statement ?? []].flat() as Record<string, unknown>[];
  if (statements.some(({ Principal, NotPrincipal }) => (Principal ?? NotPrincipal) === undefined)) {
    return "a statement has no Principal";
  }
  const Statement = statements.map(({ Principal: _, NotPrincipal: __, ...statement }) => statement);
  const [problem] = syntaxProblems({ ...rest, Statement }, "permissions");
  return problem && `${problem.place || "the document"} ${problem.message}`;
}

export function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}

/** What a document counts against its quota: white space outside of strings does not. */
export function size(text: string): number {
  return JSON.stringify(JSON.parse(text)).length;
}

function inAwsWords({ place, message }: SyntaxProblem): string {
  const element = place.split(".").slice(1).join(".");
  if (message === "is no JSON") return "This policy contains invalid Json";
  if (place === "Version") return "The policy must contain a valid version string";
  if (message.includes("same Sid")) return "Statement IDs (SID) in a single policy must be unique.";
  if (element === "Sid") return "Statement IDs (SID) must be alpha-numeric.";
  if (element === "NotPrincipal") return "NotPrincipal is not allowed here.";
  if (/^(Not)?Principal$/.test(element) && message.includes("not allowed")) {
    return "Policy document should not specify a principal.";
  }
  if (message.includes("is not allowed")) return `Has prohibited field ${element}`;
  if (message === "is missing") return `Missing required field ${element}`;
  if (element.includes("Action") && message.includes("of sts")) {
    return "AssumeRole policy may only specify STS AssumeRole actions.";
  }
  if (element.includes("Action") && message.includes("service:Action")) {
    return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  }
  if (element.startsWith("Principal")) return "Invalid principal in policy";
  if (message.includes("no ARN")) return 'Resource must be in ARN format or "*".';
  return "Syntax errors in policy.";
}

/** The actions that a trust policy is about; a misspelt one would admit nobody. */
const trustActions = [
  "assumerole",
  "assumerolewithsaml",
  "assumerolewithwebidentity",
  "tagsession",
  "setsourceidentity",
  "setcontext",
];

function checkTrustActions({ Statement }: PolicyDocument): void {
  for (const { Action, NotAction } of Statement) {
    for (const action of [Action ?? NotAction ?? []].flat()) {
      const name = action.slice("sts:".length).toLowerCase();
      if (/[*?]/.test(name) || trustActions.includes(name)) continue;
      throw malformed(`AssumeRole policy may only specify STS AssumeRole actions. ("${action}" is none)`);
    }
  }
}

function checkResources({ Statement }: PolicyDocument, partition: string): void {
  for (const { Resource, NotResource } of Statement) {
    for (const arn of [Resource ?? NotResource ?? []].flat()) {
      if (arn === "*") continue;
      const parts = arn.split(":");
      const [, given = ""] = parts;
      if (parts.length < 6)
        throw malformed(`The policy failed legacy parsing (${arn} has fewer than six parts)`);
      if (given !== partition && !/[*?$]/.test(given)) {
        throw malformed(`Partition "${given}" is not valid for resource "${arn}".`);
      }
    }
  }
}
