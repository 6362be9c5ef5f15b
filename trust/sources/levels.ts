import { grouped } from "../grouped";
import type { Level, NamedDocument } from "../organization";
import { unknown, type Unknown } from "../truth";
import { fullResourceAccess } from "./aws-policies";
import { sortedBy } from "./order";
import type { Read, Report } from "./reader";
import { anythingElse } from "./uncertain";

export type GuardrailKind = "scp" | "rcp";

/** A service control policy or resource control policy as the data has it. */
export interface Guardrail {
  readonly kind: GuardrailKind;
  readonly name: string;
  readonly document: unknown;
}

/** An organization's tree, and what is attached where. */
export interface Tree {
  /** By id of an account or organizational unit. */
  readonly parents: ReadonlyMap<string, string>;
  /** Names of organizational units by their ids. */
  readonly names: ReadonlyMap<string, string>;
  /** Targets are ids of roots, units and accounts. */
  readonly attachments: readonly { readonly guardrail: Guardrail; readonly target: string }[];
  /** Whether guardrails of a kind restrict anything at all; unknown if they may. */
  readonly enabled: Readonly<Record<GuardrailKind, boolean | Unknown>>;
  /** Whether nothing is attached but what `attachments` say. */
  readonly complete: Readonly<Record<GuardrailKind, boolean>>;
}

/**
 * Finds the levels above accounts, from the root down to the account itself. Where only a part of the way is known it
 * stands below a level of which nothing is known.
 */
export function levelsIn(
  tree: Tree,
  read: Read,
  report: Report,
): (account: string) => readonly Level[] | Unknown {
  const guardrails = guardrailsIn(tree, read, report);
  const levels = new Map<string, Level>();
  const levelAt = (id: string): Level => {
    const level = levels.get(id) ?? { target: targetWords(id, tree), ...guardrails(id) };
    levels.set(id, level);
    return level;
  };
  const targets = new Set(tree.attachments.map(({ target }) => target));
  return (account) => {
    if (!tree.parents.has(account) && !targets.has(account)) return unknown;
    const path = pathTo(account, tree.parents);
    const [top = account] = path;
    const known = path.map(levelAt);
    if (isRoot(top)) return known;
    return [{ target: `whatever is above ${targetWords(top, tree)}`, ...guardrails(undefined) }, ...known];
  };
}

/** Finds what is attached to a target, by its id; undefined stands for a target that is not known. */
function guardrailsIn(
  tree: Tree,
  read: Read,
  report: Report,
): (target: string | undefined) => Pick<Level, "scps" | "rcps"> {
  const attachments = grouped(tree.attachments, ({ target }) => target);
  const documents = new Map<Guardrail, NamedDocument>();
  const documentOf = (guardrail: Guardrail): NamedDocument => {
    const { kind, name, document } = guardrail;
    const named = documents.get(guardrail) ?? { name, document: read(document, kind, name) };
    documents.set(guardrail, named);
    return named;
  };
  const attached = (target: string | undefined, kind: GuardrailKind): readonly NamedDocument[] => {
    const found = target === undefined ? [] : (attachments.get(target) ?? []);
    const policies = new Set(found.map(({ guardrail }) => guardrail).filter((one) => one.kind === kind));
    const named = sortedBy([...policies].map(documentOf), ({ name }) => name);
    const isComplete = target !== undefined && tree.complete[kind] && tree.enabled[kind] === true;
    if (kind === "scp" && isComplete && named.length === 0) {
      report(
        targetWords(target, tree),
        "has no service control policy in the data, and AWS keeps one attached",
      );
      return [anythingElse];
    }
    // Nobody can detach this one, so it is there even if the data leaves it out.
    if (kind === "rcp" && !named.some(({ name }) => name === fullResourceAccess.name))
      named.unshift(documentOf(fullResourceAccess));
    return isComplete ? named : [...named, anythingElse];
  };
  return (target) => ({
    ...(tree.enabled.scp !== false && { scps: attached(target, "scp") }),
    ...(tree.enabled.rcp !== false && { rcps: attached(target, "rcp") }),
  });
}

/** From the topmost place that is known down to a target. */
function pathTo(target: string, parents: Tree["parents"]): readonly string[] {
  const path = new Set<string>();
  for (let id: string | undefined = target; id !== undefined && !path.has(id); id = parents.get(id))
    path.add(id);
  return [...path].reverse();
}

function isRoot(id: string): boolean {
  return id.startsWith("r-");
}

/** A target in words. */
export function targetWords(id: string, { names }: Pick<Tree, "names">): string {
  if (isRoot(id)) return "the root";
  const isUnit = names.has(id) || id.startsWith("ou-");
  return isUnit ? `OU ${names.get(id) ?? id}` : `account ${id}`;
}
