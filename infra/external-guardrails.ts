import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { compact, type PolicyDocument } from "../trust/documents/policy";
import { kinds, policyName, type GuardrailKind } from "./documents/guardrails/policies";

/** Names of policies to what whoever owns the organization needs to create and attach them. */
export type ExternalGuardrails = Readonly<Record<string, ExternalGuardrail>>;

export interface ExternalGuardrail {
  /** E.g. `SERVICE_CONTROL_POLICY`. */
  readonly type: string;
  /** Ids of roots, OUs and accounts. */
  readonly targets: readonly string[];
  /** Compact JSON, because white space counts. */
  readonly content: string;
}

/** The guardrails as data, for those who attach them through Control Tower, LZA or by hand. */
export function externalGuardrails(
  documents: Readonly<Record<GuardrailKind, readonly PolicyDocument[]>>,
  targets: Readonly<Record<GuardrailKind, readonly string[]>>,
): ExternalGuardrails {
  return Object.fromEntries(
    (Object.keys(kinds) as GuardrailKind[]).flatMap((kind) =>
      documents[kind].map((document, index) => [
        policyName(kind, index + 1),
        { type: kinds[kind].type, targets: targets[kind], content: compact(document) },
      ]),
    ),
  );
}

const index = "targets.json";

/**
 * Writes each policy to a file of its own, and to `targets.json` what it is and where it belongs. Files of policies
 * that there are no longer go away; whatever else is in the folder stays.
 *
 * @param folder e.g. `/home/me/octolaunch/guardrails`
 */
export function writeExternalGuardrails(folder: string, guardrails: ExternalGuardrails): void {
  const targets = Object.fromEntries(
    Object.entries(guardrails).map(([name, { type, targets: ids }]) => [
      `${name}.json`,
      { type, targets: ids },
    ]),
  );
  const files = new Map<string, string>([
    ...Object.entries(guardrails).map(([name, { content }]) => [`${name}.json`, content] as [string, string]),
    [index, `${JSON.stringify(targets, null, 2)}\n`],
  ]);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (/^octolaunch-(scp|rcp)-\d+\.json$/.test(name) && !files.has(name)) rmSync(join(folder, name));
  }
  for (const [name, content] of files) {
    const file = join(folder, name);
    if (!existsSync(file) || readFileSync(file, "utf8") !== content) writeFileSync(file, content);
  }
}
