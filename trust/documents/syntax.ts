/** The kinds of document that differ in the elements they may hold. */
export type DocumentKind = "trust" | "permissions";

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
const principalTypes = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);
const action = /^(\*|[a-z0-9*?-]+:[a-z0-9*?]+)$/i;
const operator =
  /^((ForAllValues|ForAnyValue):)?((String(Not)?(Equals|EqualsIgnoreCase|Like)|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null)$/i;

/**
 * Checks a document against the grammar of IAM policies.
 *
 * @param source a document as JSON text or as a value
 * @param kind `trust` for a role's trust policy, `permissions` for an identity policy
 * @returns everything AWS would call malformed; empty when the document is well formed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function syntaxProblems(source: unknown, kind: DocumentKind): SyntaxProblem[] {
  let document = source;
  if (typeof source === "string") {
    try {
      document = JSON.parse(source);
    } catch {
      return [{ place: "", message: "is no JSON" }];
    }
  }
  if (!isRecord(document)) return [{ place: "", message: "is no JSON object" }];

  const problems: SyntaxProblem[] = Object.keys(document)
    .filter((name) => !documentElements.has(name))
    .map((name) => ({ place: name, message: "is no element of a policy document" }));
  if (!([undefined, "2012-10-17", "2008-10-17"] as unknown[]).includes(document.Version)) {
    problems.push({ place: "Version", message: "is neither 2012-10-17 nor 2008-10-17" });
  }
  if (document.Id !== undefined && kind === "permissions") {
    problems.push({ place: "Id", message: "is not allowed in a permissions policy" });
  }
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  if (document.Statement === undefined || statements.length === 0) {
    problems.push({ place: "Statement", message: "is missing or empty" });
    return problems;
  }
  statements.forEach((statement, index) => {
    problems.push(...statementProblems(statement, kind, `Statement[${index}]`));
  });
  // Several statements may have an empty Sid, which is none.
  const sids = statements.filter(isRecord).flatMap((statement) => statement.Sid || []);
  if (new Set(sids).size < sids.length) {
    problems.push({ place: "Statement", message: "has two statements of the same Sid" });
  }
  return problems;
}

/** Checks one statement; `place` is put before each problem's place. */
export function statementProblems(source: unknown, kind: DocumentKind, place: string): SyntaxProblem[] {
  if (!isRecord(source)) return [{ place, message: "is no JSON object" }];
  const problems: SyntaxProblem[] = [];
  const refuse = (element: string, message: string): void => {
    problems.push({ place: `${place}.${element}`, message });
  };

  for (const name of Object.keys(source)) {
    if (!statementElements.has(name)) refuse(name, "is no element of a statement");
  }
  if (source.Sid !== undefined && !(typeof source.Sid === "string" && /^[A-Za-z0-9]*$/.test(source.Sid))) {
    refuse("Sid", "is no text of letters and digits");
  }
  if (source.Effect !== "Allow" && source.Effect !== "Deny") refuse("Effect", "is neither Allow nor Deny");

  oneOf(source, "Action", "NotAction", refuse);
  for (const name of ["Action", "NotAction"].filter((name) => source[name] !== undefined)) {
    const values = strings(source[name]);
    if (!values || values.length === 0) refuse(name, "is no action and no list of actions");
    for (const value of values ?? []) {
      if (!action.test(value)) refuse(name, `has "${value}", which is not of the form service:Action`);
      else if (kind === "trust" && !/^sts:/i.test(value))
        refuse(name, `has "${value}": a trust policy has actions of sts alone`);
    }
  }

  if (kind === "trust") {
    oneOf(source, "Principal", "NotPrincipal", refuse);
    if (source.NotPrincipal !== undefined) refuse("NotPrincipal", "is not allowed in a trust policy");
    if (source.Principal !== undefined) principalProblems(source.Principal, refuse);
    for (const name of ["Resource", "NotResource"].filter((name) => source[name] !== undefined)) {
      refuse(name, "is not allowed in a trust policy");
    }
  } else {
    for (const name of ["Principal", "NotPrincipal"].filter((name) => source[name] !== undefined)) {
      refuse(name, "is not allowed in a permissions policy");
    }
    oneOf(source, "Resource", "NotResource", refuse);
    for (const name of ["Resource", "NotResource"].filter((name) => source[name] !== undefined)) {
      const values = strings(source[name]);
      if (!values || values.length === 0) refuse(name, "is no ARN and no list of ARNs");
      for (const value of values ?? []) {
        if (value !== "*" && !value.startsWith("arn:")) refuse(name, `has "${value}", which is no ARN`);
      }
    }
  }
  if (source.Condition !== undefined) conditionProblems(source.Condition, refuse);
  return problems;
}

type Refuse = (element: string, message: string) => void;

function oneOf(source: Record<string, unknown>, element: string, negated: string, refuse: Refuse): void {
  const present = [element, negated].filter((name) => source[name] !== undefined).length;
  if (present === 0) refuse(element, "is missing");
  if (present === 2) refuse(negated, `stands beside ${element}; a statement has one of them`);
}

function principalProblems(principal: unknown, refuse: Refuse): void {
  // Other resource policies take "*" on its own; a trust policy takes it as {"AWS": "*"} only.
  if (!isRecord(principal) || Object.keys(principal).length === 0) {
    refuse("Principal", 'is no object such as {"AWS": "arn:…"}');
    return;
  }
  for (const [type, value] of Object.entries(principal)) {
    if (!principalTypes.has(type)) refuse(`Principal.${type}`, "is no type of principal");
    const values = strings(value);
    if (!values || values.length === 0)
      refuse(`Principal.${type}`, "is no principal and no list of principals");
    for (const name of values ?? []) {
      const everybody = type === "AWS" && name === "*";
      if (name === "" || (/[*?]/.test(name) && !everybody))
        refuse(`Principal.${type}`, `has "${name}": a principal is named in full, without wildcards`);
    }
  }
}

function conditionProblems(condition: unknown, refuse: Refuse): void {
  if (!isRecord(condition)) {
    refuse("Condition", "is no JSON object");
    return;
  }
  for (const [name, keys] of Object.entries(condition)) {
    if (!operator.test(name)) refuse(`Condition.${name}`, "is no condition operator");
    if (!isRecord(keys)) {
      refuse(`Condition.${name}`, "is no object of condition keys");
      continue;
    }
    const names = Object.keys(keys).map((key) => key.toLowerCase());
    if (new Set(names).size < names.length) {
      refuse(`Condition.${name}`, "has a condition key twice; their case does not tell them apart");
    }
    for (const [key, value] of Object.entries(keys)) {
      const values = Array.isArray(value) ? value : [value];
      if (!values.every((item) => ["string", "number", "boolean"].includes(typeof item))) {
        refuse(`Condition.${name}.${key}`, "is no value and no list of values");
      }
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function strings(value: unknown): readonly string[] | undefined {
  const values = Array.isArray(value) ? value : [value];
  return values.every((item): item is string => typeof item === "string") ? values : undefined;
}
