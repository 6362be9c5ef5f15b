import { concerns } from "../documents/actions";
import { conditionHolds } from "../conditions/evaluate";
import type { Lookup } from "../conditions/lookup";
import { fillIn, hasVariable } from "../conditions/variables";
import { resourceMatches } from "../documents/arn";
import { glob, type Glob } from "../documents/glob";
import type { Principal } from "../documents/principal";
import type { Listed, ReadDocument, ReadStatement } from "../documents/read";
import type { NamedDocument } from "../organization";
import { any, not, some, unknown, type Truth, type Unknown } from "../truth";

/** One action on one resource, as a statement sees it. */
export interface Request {
  /** In lower case, e.g. `sts:assumerole`. */
  readonly action: string;
  /** ARN of what is acted on. */
  readonly resource: string;
  /** What the request says about condition keys. */
  readonly lookup: Lookup;
  /** Whether a principal that a document names is who asks; without it, principals are not looked at. */
  readonly isCaller?: (principal: Principal) => Truth;
}

/** What a set of documents says of a request. */
export interface Evaluation {
  readonly denies: Truth;
  readonly allows: Truth;
  /** The statements that apply, or may apply, with the document that they stand in. */
  readonly applied: readonly Applied[];
}

/** A statement that applies to a request, surely or possibly. */
export interface Applied {
  readonly policy: string;
  readonly statement: ReadStatement | Unknown;
  readonly effect: "Allow" | "Deny" | Unknown;
  readonly surely: boolean;
  /** What could not be decided, e.g. `StringEquals aws:SourceIp`. */
  readonly undecided: readonly string[];
}

/** Evaluates documents of one layer together. */
export function evaluate(documents: readonly NamedDocument[], request: Request): Evaluation {
  return saysAlways(documents, request) ?? evaluated(documents, request);
}

function evaluated(documents: readonly NamedDocument[], request: Request): Evaluation {
  const applied = documents.flatMap((document) => appliedOf(document, request));
  const effect = (wanted: "Allow" | "Deny"): Truth =>
    any(
      applied
        .filter(({ effect }) => effect === wanted || effect === unknown)
        .map(({ surely, effect }) => (surely && effect === wanted ? "yes" : "unknown")),
    );
  return { denies: effect("Deny"), allows: effect("Allow"), applied };
}

const always = new WeakMap<readonly NamedDocument[], Map<string, Evaluation | undefined>>();

/**
 * What documents say of an action whatever it is done to and by whom; undefined if that makes a difference. It does not
 * for FullAWSAccess and its like, which are attached everywhere.
 */
function saysAlways(documents: readonly NamedDocument[], request: Request): Evaluation | undefined {
  const { action, isCaller } = request;
  if (isCaller) return undefined;
  let known = always.get(documents);
  if (!known) always.set(documents, (known = new Map()));
  if (!known.has(action)) {
    const depends = documents.some(({ document }) => statementsAbout(document, action).some(isAboutSome));
    known.set(action, depends ? undefined : evaluated(documents, request));
  }
  return known.get(action);
}

/** Whether it depends on the resource or the context of a request that a statement applies. */
function isAboutSome({ resources, conditions }: ReadStatement): boolean {
  const isAboutAll =
    resources === undefined || (resources !== unknown && !resources.negated && resources.names.includes("*"));
  return !isAboutAll || conditions === unknown || conditions.length > 0;
}

function appliedOf({ name, document }: NamedDocument, request: Request): Applied[] {
  if (document.statements === unknown)
    return [
      { policy: name, statement: unknown, effect: unknown, surely: false, undecided: ["the whole policy"] },
    ];
  return statementsAbout(document, request.action).flatMap((statement) => {
    const { applies, undecided } = application(statement, document.version, request);
    if (applies === "no") return [];
    const { effect } = statement;
    return [
      {
        policy: name,
        statement,
        effect,
        surely: applies === "yes",
        undecided: effect === unknown ? ["its effect", ...undecided] : undecided,
      },
    ];
  });
}

/** Whether a statement applies to a request, and what of it could not be decided. */
export function application(
  { principals, actions, resources, conditions }: ReadStatement,
  version: ReadDocument["version"],
  request: Request,
): { readonly applies: Truth; readonly undecided: readonly string[] } {
  const undecided: string[] = [];
  const fails = (words: string, applies: Truth): boolean => {
    if (applies === "unknown") undecided.push(words);
    return applies === "no";
  };
  // What a request does not match at all need not be looked at further.
  if (
    fails("its actions", concerns({ actions }, request.action)) ||
    (resources !== undefined && fails("its resources", resourcesMatch(resources, version, request))) ||
    (principals !== undefined &&
      request.isCaller &&
      fails("its principals", principalsMatch(principals, request.isCaller))) ||
    (conditions === unknown
      ? fails("its conditions", "unknown")
      : conditions.some((condition) =>
          fails(condition.words, conditionHolds(condition, version, request.lookup)),
        ))
  )
    return { applies: "no", undecided: [] };
  return { applies: undecided.length > 0 ? "unknown" : "yes", undecided };
}

const byAction = new WeakMap<ReadDocument, Map<string, readonly ReadStatement[]>>();

/** The statements that may be about an action. Documents are shared by many, so that each is looked through once. */
function statementsAbout(document: ReadDocument, action: string): readonly ReadStatement[] {
  let known = byAction.get(document);
  if (!known) byAction.set(document, (known = new Map()));
  let about = known.get(action);
  if (!about) {
    const all = document.statements === unknown ? [] : document.statements;
    about = all.filter((statement) => concerns(statement, action) !== "no");
    known.set(action, about);
  }
  return about;
}

function listedMatches<T>(listed: Listed<T> | Unknown, match: (name: T) => Truth): Truth {
  if (listed === unknown) return "unknown";
  const found = some(listed.names, match);
  return listed.negated ? not(found) : found;
}

/**
 * AWS may look at the account and the role of a session one by one, and deny it unless `NotPrincipal` names all of
 * them: who is named there is never surely left out.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function principalsMatch(
  principals: Listed<Principal> | Unknown,
  isCaller: (principal: Principal) => Truth,
): Truth {
  const found = listedMatches(principals, isCaller);
  return principals !== unknown && principals.negated && found === "no" ? "unknown" : found;
}

function resourcesMatch(
  resources: Listed<string> | Unknown,
  version: ReadDocument["version"],
  { resource, lookup }: Request,
): Truth {
  if (resources === unknown) return "unknown";
  const found = some(patternsOf(resources, version), ({ text, pattern }) => {
    // AWS takes variables in the last part of an ARN alone.
    if (pattern === undefined && !/^([^:$]*:){5}/.test(text)) return "unknown";
    const filled = pattern ?? fillIn(text, version, lookup, true);
    if (filled === unknown) return "unknown";
    // Without a value for a variable nothing matches; of everything but nothing AWS does not say what it is.
    if (filled === undefined) return resources.negated ? "unknown" : "no";
    return resourceMatches(filled, resource);
  });
  return resources.negated ? not(found) : found;
}

/** A resource as written, and the pattern that it is; undefined if variables have to be filled in first. */
interface Written {
  readonly text: string;
  readonly pattern: Glob | undefined;
}

const written = new WeakMap<Listed<string>, readonly Written[]>();

/** The patterns of a list, made once: a list is of one document and so of one version. */
function patternsOf(resources: Listed<string>, version: ReadDocument["version"]): readonly Written[] {
  let known = written.get(resources);
  if (!known) {
    known = resources.names.map((text) => ({
      text,
      pattern: hasVariable(text, version) ? undefined : glob(text),
    }));
    written.set(resources, known);
  }
  return known;
}
