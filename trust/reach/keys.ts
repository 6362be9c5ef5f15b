import type { ReadDocument } from "../documents/read";
import type { Account, Identity, NamedDocument, Organization, Role } from "../organization";
import { unknown } from "../truth";
import { accountIn } from "./judge";

const known = new WeakMap<ReadDocument, ReadonlySet<string>>();

/** The condition keys that a document asks for, those of policy variables included, in lower case. */
export function keysOf(document: ReadDocument): ReadonlySet<string> {
  let keys = known.get(document);
  if (!keys) known.set(document, (keys = new Set(keysIn(document))));
  return keys;
}

function* keysIn({ statements }: ReadDocument): Iterable<string> {
  if (statements === unknown) return;
  for (const { conditions, resources } of statements) {
    if (resources !== undefined && resources !== unknown) yield* resources.names.flatMap(variablesIn);
    if (conditions === unknown) continue;
    for (const { key, values } of conditions) {
      yield key;
      if (values !== unknown) yield* values.flatMap(variablesIn);
    }
  }
}

function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{([^},]+)/g)].map(([, key = ""]) => key.toLowerCase());
}

const ofAccounts = new WeakMap<Account, ReadonlySet<string>>();

/** The condition keys of all that decides whether somebody gets a session of a role. */
export function keysFor(organization: Organization, role: Role, identity?: Identity): readonly string[] {
  const own = identity ? [...identity.policies, ...(identity.boundary ? [identity.boundary] : [])] : [];
  const accounts = [role, ...(identity ? [identity] : [])].map(({ account }) =>
    keysOfGuardrails(accountIn(organization, account)),
  );
  const keys = [keysOf(role.trust), ...own.map(({ document }) => keysOf(document)), ...accounts];
  return [...new Set(keys.flatMap((some) => [...some]))];
}

function keysOfGuardrails(account: Account): ReadonlySet<string> {
  let keys = ofAccounts.get(account);
  if (!keys) {
    keys = new Set(guardrailsOf(account).flatMap(({ document }) => [...keysOf(document)]));
    ofAccounts.set(account, keys);
  }
  return keys;
}

function guardrailsOf({ levels }: Account): readonly NamedDocument[] {
  return levels === unknown ? [] : levels.flatMap(({ scps = [], rcps = [] }) => [...scps, ...rcps]);
}

/** The ARNs, as patterns, of which guardrails make exceptions, or which they single out. */
export function namesOf({ accounts }: Organization): readonly string[] {
  const documents = new Set([...accounts.values()].flatMap(guardrailsOf).map(({ document }) => document));
  const names = [...documents].flatMap(({ statements }) =>
    statements === unknown
      ? []
      : statements.flatMap(({ conditions }) =>
          conditions === unknown
            ? []
            : conditions.flatMap(({ key, values }) =>
                key === "aws:principalarn" && values !== unknown ? values : [],
              ),
        ),
  );
  return [...new Set(names)];
}
