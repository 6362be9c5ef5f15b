import { unknown } from "../truth";
import { elementProblems, isRecord, type Refuse } from "./elements";
import { repeatedKeys } from "./json";
import { rules, type DocumentKind } from "./kinds";

export type { DocumentKind } from "./kinds";

/** Something that AWS would refuse as malformed, and where it stands. */
export interface SyntaxProblem {
  /** Path in the document, e.g. `Statement[1].Effect`; empty for the document itself. */
  readonly place: string;
  readonly message: string;
}

const documentElements = new Set(["Version", "Id", "Statement"]);
const statementElements = new Set(
  "Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition".split(" "),
);

/**
 * Checks a document against the grammar of IAM policies. What is not known is taken to be right.
 *
 * @param source a document as JSON text or as a value
 * @param kind what the document is used as, e.g. `trust` for a role's trust policy
 * @returns everything AWS would call malformed; empty when the document is well formed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function syntaxProblems(source: unknown, kind: DocumentKind): SyntaxProblem[] {
  return checkedDocument(source, kind).problems;
}

/** The same with the document as a value, which is of use where it has no problems. */
export function checkedDocument(
  source: unknown,
  kind: DocumentKind,
): { readonly document: unknown; readonly problems: SyntaxProblem[] } {
  if (typeof source !== "string") return { document: source, problems: documentProblems(source, kind) };
  let document: unknown;
  try {
    document = JSON.parse(source);
  } catch {
    return { document, problems: [{ place: "", message: "is no JSON" }] };
  }
  const repeated = repeatedKeys(source, document).map((place) => ({
    place,
    message: "stands twice in one object",
  }));
  return { document, problems: [...repeated, ...documentProblems(document, kind)] };
}

function documentProblems(document: unknown, kind: DocumentKind): SyntaxProblem[] {
  if (document === unknown) return [];
  if (!isRecord(document)) return [{ place: "", message: "is no JSON object" }];

  const problems: SyntaxProblem[] = Object.keys(document)
    .filter((name) => !documentElements.has(name))
    .map((name) => ({ place: name, message: "is no element of a policy document" }));
  const { Version } = document;
  if (Version !== undefined && Version !== unknown && Version !== "2012-10-17" && Version !== "2008-10-17") {
    problems.push({ place: "Version", message: "is neither 2012-10-17 nor 2008-10-17" });
  } else if (rules[kind].currentVersion && Version !== unknown && Version !== "2012-10-17") {
    problems.push({ place: "Version", message: `is not 2012-10-17, the only one of ${rules[kind].name}` });
  }
  if (document.Id !== undefined && !rules[kind].id) {
    problems.push({ place: "Id", message: `is not allowed in ${rules[kind].name}` });
  }
  const { Statement } = document;
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
  if (Statement === undefined || statements.length === 0) {
    problems.push({ place: "Statement", message: "is missing or empty" });
    return problems;
  }
  statements.forEach((statement, index) => {
    problems.push(...statementProblems(statement, kind, `Statement[${index}]`));
  });
  // Several statements may have an empty Sid, which is none.
  const sids = statements.filter(isRecord).flatMap(({ Sid }) => (Sid === unknown ? [] : Sid || []));
  if (new Set(sids).size < sids.length) {
    problems.push({ place: "Statement", message: "has two statements of the same Sid" });
  }
  return problems;
}

/** Checks one statement; `place` is put before each problem's place. */
export function statementProblems(source: unknown, kind: DocumentKind, place: string): SyntaxProblem[] {
  if (source === unknown) return [];
  if (!isRecord(source)) return [{ place, message: "is no JSON object" }];
  const problems: SyntaxProblem[] = [];
  const refuse: Refuse = (element, message) => {
    problems.push({ place: `${place}.${element}`, message });
  };
  for (const name of Object.keys(source)) {
    if (!statementElements.has(name)) refuse(name, "is no element of a statement");
  }
  elementProblems(source, rules[kind], refuse);
  return problems;
}
