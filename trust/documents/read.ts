import { unknown, type Unknown } from "../truth";
import { glob, hasWildcard, literal, type Glob } from "./glob";
import { readOperator, type Operator } from "./operator";
import type { PrincipalType } from "./policy";
import { readPrincipal, type Principal } from "./principal";
import { checkedDocument, type DocumentKind, type SyntaxProblem } from "./syntax";

/** A policy document as AWS reads it, with what could not be read kept as unknown, never left out. */
export interface ReadDocument {
  /** Without a version AWS reads a document by the older one, which has no policy variables. */
  readonly version: "2012-10-17" | "2008-10-17" | Unknown;
  /** Unknown when the document is not known at all or is malformed: then it may say anything. */
  readonly statements: readonly ReadStatement[] | Unknown;
  /** What AWS would call malformed. */
  readonly problems: readonly SyntaxProblem[];
}

/** One statement, each of its elements known or not for itself. */
export interface ReadStatement {
  /** Its place in the document, e.g. `Statement[0]`. */
  readonly place: string;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny" | Unknown;
  /** Undefined where the kind of document has no principals. */
  readonly principals?: Listed<Principal> | Unknown;
  /** Patterns in lower case, since actions are compared without case. */
  readonly actions: Listed<Glob> | Unknown;
  /** As written, because policy variables are filled in for each request. Undefined where there are no resources. */
  readonly resources?: Listed<string> | Unknown;
  readonly conditions: readonly Condition[] | Unknown;
}

/** `Action` or `NotAction` and its like: what is listed, or everything but what is listed. */
export interface Listed<T> {
  readonly negated: boolean;
  readonly names: readonly T[];
}

/** One key under one operator; a statement applies if all of its conditions hold. */
export interface Condition {
  readonly operator: Operator | Unknown;
  /** In lower case, since keys are compared without case. */
  readonly key: string;
  readonly values: readonly string[] | Unknown;
  /** Operator and key as written, for messages, e.g. `StringEquals aws:PrincipalArn`. */
  readonly words: string;
}

/**
 * Reads a policy document.
 *
 * @param source JSON text, a value, or `unknown`; a value may have `unknown` anywhere in it
 * @param kind what the document is used as
 */
export function readDocument(source: unknown, kind: DocumentKind): ReadDocument {
  if (source === unknown) return unread([]);
  const { document, problems } = checkedDocument(source, kind);
  if (problems.length > 0) return unread(problems);
  const { Version, Statement } = document as Fields;
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
  return {
    version: Version === unknown ? unknown : Version === "2012-10-17" ? "2012-10-17" : "2008-10-17",
    statements:
      Statement === unknown
        ? unknown
        : statements.map((statement, index) => readStatement(statement, `Statement[${index}]`)),
    problems,
  };
}

function unread(problems: readonly SyntaxProblem[]): ReadDocument {
  return { version: unknown, statements: unknown, problems };
}

type Fields = Readonly<Record<string, unknown>>;

function readStatement(source: unknown, place: string): ReadStatement {
  if (source === unknown)
    return {
      place,
      effect: unknown,
      principals: unknown,
      actions: unknown,
      resources: unknown,
      conditions: unknown,
    };
  const fields = source as Fields;
  const principals = listed(fields, "Principal", readPrincipals);
  const resources = listed(fields, "Resource", (value) => texts(value, (text) => text));
  return {
    place,
    ...(typeof fields.Sid === "string" && fields.Sid !== "" && { sid: fields.Sid }),
    effect: fields.Effect === unknown ? unknown : fields.Effect === "Allow" ? "Allow" : "Deny",
    ...(principals && { principals }),
    actions: listed(fields, "Action", (value) => texts(value, (text) => glob(text.toLowerCase()))) ?? unknown,
    ...(resources && { resources }),
    conditions: readConditions(fields.Condition),
  };
}

/** An element or its negation; undefined if the statement has neither. */
function listed<T>(
  fields: Fields,
  element: string,
  read: (value: unknown) => readonly T[] | Unknown,
): Listed<T> | Unknown | undefined {
  const negated = fields[`Not${element}`] !== undefined;
  const value = fields[negated ? `Not${element}` : element];
  if (value === undefined) return undefined;
  const names = read(value);
  return names === unknown ? unknown : { negated, names };
}

function texts<T>(value: unknown, read: (text: string) => T): readonly T[] | Unknown {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.every(isUnderstood) ? values.map((text) => read(String(text))) : unknown;
}

/** Not a large number, of which JavaScript has lost the last digits, and no text that would be taken for a pattern. */
function isUnderstood(value: unknown): boolean {
  if (Number.isInteger(value)) return Number.isSafeInteger(value);
  return value !== unknown && !hasWildcard(literal(String(value)));
}

function readPrincipals(value: unknown): readonly Principal[] | Unknown {
  if (value === unknown) return unknown;
  if (typeof value === "string") return [readPrincipal("AWS", value)];
  const names = Object.entries(value as Fields).map(([type, names]) =>
    texts(names, (name) => readPrincipal(type as PrincipalType, name)),
  );
  return names.includes(unknown) ? unknown : (names as (readonly Principal[])[]).flat();
}

function readConditions(block: unknown): readonly Condition[] | Unknown {
  if (block === undefined) return [];
  if (block === unknown) return unknown;
  return Object.entries(block as Fields).flatMap(([name, keys]) => {
    const operator = readOperator(name) ?? unknown;
    if (keys === unknown) return { operator, key: "", values: unknown, words: `${name} on keys not known` };
    return Object.entries(keys as Fields).map(([key, values]): Condition => ({
      operator,
      key: key.toLowerCase(),
      values: texts(values, (text) => text),
      words: `${name} ${key}`,
    }));
  });
}
