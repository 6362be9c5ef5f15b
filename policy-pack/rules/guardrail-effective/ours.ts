import { concerns } from "../../../trust/documents/actions";
import { covers, glob, literal, literalsOf, overlaps, type Glob } from "../../../trust/documents/glob";
import type { ReadDocument, ReadStatement } from "../../../trust/documents/read";
import { unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import { guarded, namedIn, sharedWith, widest, type Guarded } from "./guarded";
import { deniedActions, type Kind } from "./kinds";

/** Sid of the statement that keeps everybody but the launcher from deploy roles. */
const ownSid = /^DenyAssumeDeployRolesExceptLauncher\d*$/i;

/**
 * The deploy roles that a document sets out to keep for the launcher: those of statements that have our Sid, or deny
 * one of the calls on roles that they single out. Empty if it has no such statement, undefined if it has one that is
 * about no deploy role at all.
 */
export function claimedBy(
  document: ReadDocument,
  kind: Kind,
  settings: Settings,
): readonly Guarded[] | undefined {
  const { statements, version } = document;
  if (statements === unknown) return [];
  const all = namedIn(settings);
  const claims = statements.flatMap((statement) => {
    const isOwn = statement.sid !== undefined && ownSid.test(statement.sid);
    return isOwn || isDenial(statement, kind) ? [claimed(statement, version, all, isOwn)] : [];
  });
  const found = claims.flatMap(({ roles }) => roles);
  return found.length === 0 && claims.some(({ isOwn }) => isOwn) ? undefined : widest(found);
}

function isDenial(statement: ReadStatement, kind: Kind): boolean {
  return (
    statement.effect !== "Allow" &&
    deniedActions(kind).some((action) => concerns(statement, action.toLowerCase()) !== "no")
  );
}

function claimed(
  statement: ReadStatement,
  version: ReadDocument["version"],
  all: readonly Guarded[],
  isOwn: boolean,
): { readonly roles: readonly Guarded[]; readonly isOwn: boolean } {
  const { resources } = statement;
  if (resources === undefined || resources === unknown) return { roles: isOwn ? all : [], isOwn };
  if (resources.negated)
    return { roles: isOwn ? all.filter((roles) => sharedWith(statement, version, roles)) : [], isOwn };
  const roles = resources.names
    .filter((text) => isOwn || singlesOut(text))
    .map(guarded)
    .flatMap((named) =>
      all.flatMap((roles) => {
        if (covers(named.pattern, roles.pattern)) return [roles];
        const isAbout = isOwn ? overlaps : covers;
        return isAbout(roles.pattern, named.pattern) ? [named] : [];
      }),
    );
  return { roles, isOwn };
}

/** Whether a text is about some roles rather than about all, or all of an account. */
function singlesOut(text: string): boolean {
  const [, name = ""] = /:role\/(.*)$/s.exec(text) ?? [];
  return literalsOf(glob(name)).some((part) => part !== "");
}

/** Whether a document is about launchers, deploy roles or roles for tokens: what others keep of their organization is no guardrail. */
export function isGuardrail(document: ReadDocument, kind: Kind, settings: Settings): boolean {
  const { statements } = document;
  if (statements === unknown) return false;
  const claims = claimedBy(document, kind, settings);
  return (
    claims === undefined ||
    claims.length > 0 ||
    statements.some(({ resources, conditions }) =>
      [
        ...(resources === undefined || resources === unknown ? [] : resources.names),
        ...(conditions === unknown
          ? []
          : conditions.flatMap(({ values }) => (values === unknown ? [] : values))),
      ].some((text) => namesOurs(text, settings)),
    )
  );
}

function namesOurs(text: string, settings: Settings): boolean {
  if (!singlesOut(text)) return false;
  const named = glob(text.toLowerCase());
  const isNamed = (pattern: Glob): boolean => covers(named, pattern) || covers(pattern, named);
  return (
    settings.launchers.some((arn) => isNamed(literal(arn.toLowerCase()))) ||
    [...settings.deployRoles, ...settings.oidcRoles].some((roles) =>
      isNamed(roles.pattern.toLowerCase() as Glob),
    )
  );
}

/**
 * Whether a document that cannot be read may be meant as a guardrail: it has our Sid, or the name of a launcher or the
 * beginning of a deploy role's.
 *
 * @param source the document as JSON text or as a value
 */
export function mentionsOurs(source: unknown, { launchers, deployRoles, oidcRoles }: Settings): boolean {
  const text = plainText(source).toLowerCase();
  const patterns = [...deployRoles, ...oidcRoles].map((roles) => roles.text);
  const names = [...launchers, ...patterns].flatMap((arn) => {
    const [name = ""] = literalsOf(glob(arn.slice(arn.indexOf(":role/") + ":role/".length)));
    return name === "" ? [] : [`role/${name}`];
  });
  return ["DenyAssumeDeployRolesExceptLauncher", ...names].some((name) => text.includes(name.toLowerCase()));
}

/** A document as text in which every character stands for itself: JSON may write any as its number. */
export function plainText(source: unknown): string {
  if (typeof source !== "string") return JSON.stringify(source) ?? "";
  try {
    return JSON.stringify(JSON.parse(source));
  } catch {
    return source;
  }
}
