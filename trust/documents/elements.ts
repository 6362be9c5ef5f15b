import { unknown } from "../truth";
import type { Rules } from "./kinds";

/** Takes a problem of an element, e.g. `Principal.AWS`. */
export type Refuse = (element: string, message: string) => void;

type Fields = Readonly<Record<string, unknown>>;

const principalTypes = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);
const action = /^(\*|[a-z0-9*?-]+:[a-z0-9*?]+)$/i;
const operator =
  /^((ForAllValues|ForAnyValue):)?((String(Not)?(Equals|EqualsIgnoreCase|Like)|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null)$/i;

/** Checks the elements of a statement by the rules of its kind of document. */
export function elementProblems(statement: Fields, rules: Rules, refuse: Refuse): void {
  const { Sid, Effect, Condition } = statement;
  const isSid = typeof Sid === "string" && (rules.anySid || /^[A-Za-z0-9]*$/.test(Sid));
  if (Sid !== undefined && Sid !== unknown && !isSid)
    refuse("Sid", rules.anySid ? "is no text" : "is no text of letters and digits");
  if (Effect !== "Allow" && Effect !== "Deny" && Effect !== unknown)
    refuse("Effect", "is neither Allow nor Deny");
  if (rules.denyAlone && Effect === "Allow" && !allowsEverything(statement))
    refuse("Effect", `is Allow: ${rules.name} can only deny`);
  actionProblems(statement, rules, refuse);
  if (rules.principal === "none") forbid(statement, "Principal", rules, refuse);
  else principalProblems(statement, rules, refuse);
  if (rules.resource) resourceProblems(statement, refuse);
  else forbid(statement, "Resource", rules, refuse);
  if (Condition !== undefined && Condition !== unknown) conditionProblems(Condition, refuse);
}

/** The policy RCPFullAWSAccess, which AWS attaches itself. */
function allowsEverything({ Action, Resource, Condition }: Fields): boolean {
  return [Action, Resource].every((value) => value === "*" || value === unknown) && Condition === undefined;
}

function actionProblems(statement: Fields, rules: Rules, refuse: Refuse): void {
  oneOf(statement, "Action", refuse);
  for (const name of present(statement, "Action")) {
    if (rules.denyAlone && name === "NotAction") refuse(name, `is not allowed in ${rules.name}`);
    const values = strings(statement[name]);
    if (!values || isEmpty(statement[name])) refuse(name, "is no action and no list of actions");
    for (const value of values ?? []) {
      if (!action.test(value)) refuse(name, `has "${value}", which is not of the form service:Action`);
      else if (rules.stsAlone && !/^sts:/i.test(value))
        refuse(name, `has "${value}": ${rules.name} has actions of sts alone`);
      else if (rules.denyAlone && value === "*" && statement.Effect === "Deny")
        refuse(name, `has "*": ${rules.name} names the service, such as sts:*`);
    }
  }
}

function principalProblems(statement: Fields, rules: Rules, refuse: Refuse): void {
  oneOf(statement, "Principal", refuse);
  const { Principal, NotPrincipal } = statement;
  if (NotPrincipal !== undefined && !rules.notPrincipal)
    refuse("NotPrincipal", `is not allowed in ${rules.name}`);
  else if (NotPrincipal !== undefined) namesProblems("NotPrincipal", NotPrincipal, rules, refuse);
  if (Principal !== undefined) namesProblems("Principal", Principal, rules, refuse);
}

function namesProblems(element: string, principals: unknown, rules: Rules, refuse: Refuse): void {
  if (principals === unknown) return;
  if (rules.principal === "everybody") {
    if (principals !== "*") refuse(element, `is not "*", the only one that ${rules.name} takes`);
    return;
  }
  // Other resource policies take "*" on its own; a trust policy takes it as {"AWS": "*"} only.
  if (rules.principal === "any" && principals === "*") return;
  if (!isRecord(principals) || Object.keys(principals).length === 0) {
    refuse(element, 'is no object such as {"AWS": "arn:…"}');
    return;
  }
  for (const [type, value] of Object.entries(principals)) {
    const place = `${element}.${type}`;
    if (!principalTypes.has(type)) refuse(place, "is no type of principal");
    const values = strings(value);
    if (!values || isEmpty(value)) refuse(place, "is no principal and no list of principals");
    for (const name of values ?? []) {
      const everybody = type === "AWS" && name === "*";
      if (name === "" || (/[*?]/.test(name) && !everybody))
        refuse(place, `has "${name}": a principal is named in full, without wildcards`);
    }
  }
}

function resourceProblems(statement: Fields, refuse: Refuse): void {
  oneOf(statement, "Resource", refuse);
  for (const name of present(statement, "Resource")) {
    const values = strings(statement[name]);
    if (!values || isEmpty(statement[name])) refuse(name, "is no ARN and no list of ARNs");
    for (const value of values ?? []) {
      if (value !== "*" && !value.startsWith("arn:")) refuse(name, `has "${value}", which is no ARN`);
    }
  }
}

function conditionProblems(condition: unknown, refuse: Refuse): void {
  if (!isRecord(condition)) {
    refuse("Condition", "is no JSON object");
    return;
  }
  if (hasTwice(condition))
    refuse("Condition", "has a condition operator twice; their case does not tell them apart");
  for (const [name, keys] of Object.entries(condition)) {
    if (!operator.test(name)) refuse(`Condition.${name}`, "is no condition operator");
    if (keys === unknown) continue;
    if (!isRecord(keys)) {
      refuse(`Condition.${name}`, "is no object of condition keys");
      continue;
    }
    if (hasTwice(keys))
      refuse(`Condition.${name}`, "has a condition key twice; their case does not tell them apart");
    for (const [key, value] of Object.entries(keys)) {
      const values: unknown[] = Array.isArray(value) ? value : [value];
      if (
        !values.every((item) => item === unknown || ["string", "number", "boolean"].includes(typeof item))
      ) {
        refuse(`Condition.${name}.${key}`, "is no value and no list of values");
      }
    }
  }
}

/** Whether two names are the same but for their case. */
function hasTwice(fields: Fields): boolean {
  const names = Object.keys(fields).map((name) => name.toLowerCase());
  return new Set(names).size < names.length;
}

/** Refuses an element and its negation where the kind of document has neither. */
function forbid(statement: Fields, element: string, rules: Rules, refuse: Refuse): void {
  for (const name of present(statement, element)) refuse(name, `is not allowed in ${rules.name}`);
}

function oneOf(statement: Fields, element: string, refuse: Refuse): void {
  const names = present(statement, element);
  if (names.length === 0) refuse(element, "is missing");
  if (names.length === 2) refuse(`Not${element}`, `stands beside ${element}; a statement has one of them`);
}

function present(statement: Fields, element: string): string[] {
  return [element, `Not${element}`].filter((name) => statement[name] !== undefined);
}

/** Texts of an element that takes one or several; what is not known is left out. Undefined if anything is no text. */
function strings(value: unknown): readonly string[] | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const known = values.filter((item) => item !== unknown);
  if (!known.every((item): item is string => typeof item === "string")) return undefined;
  return known;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
