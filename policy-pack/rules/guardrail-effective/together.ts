import { isAccountId } from "../../../trust/documents/arn";
import type { unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import { gapMessages } from "./alone";
import { gapsOf } from "./gaps";
import { guardedBy, mayBeIn } from "./guarded";
import type { Kind } from "./kinds";
import type { Guardrail } from "./policies";
import { openToOthers } from "./tokens";

/** A guardrail and the ids of what it is attached to, as far as they are known. */
export interface Attached {
  readonly guardrail: Guardrail;
  readonly targets: readonly (string | typeof unknown)[];
}

/** What guardrails of one kind, each sound by itself, leave open together; one message each. */
export function missingIn(all: readonly Attached[], kind: Kind, settings: Settings): readonly string[] {
  const guarded = guardedBy(settings);
  const documents = all.map(({ guardrail }) => guardrail);
  const names = documents.map(({ name }) => name).join(", ");
  if (documents.length === 0)
    return [
      `There is no ${kind.words} that keeps deploy roles for the launcher beside it in the stack.\n` +
        `Create and attach one, or set guardrails.mode to external with the documents that others attached`,
    ];
  const gaps = gapsOf(documents, guarded, kind, settings);
  if (gaps.length > 0) return gapMessages(gaps, kind, settings, names);
  const open = openToOthers(documents, kind, settings);
  if (open.length > 0)
    return [
      `${kind.words} ${names} does not keep ${open.join(", ")} for tokens of Octopus.\n` +
        "Deny every other call there without a condition, and tokens unless their subject is of the space in oidc.",
    ];
  return unattached(all, kind, settings);
}

/** The accounts that no target reaches. What is an OU or a root, or not known yet, may have any account in it. */
function unattached(all: readonly Attached[], kind: Kind, settings: Settings): readonly string[] {
  const guarded = guardedBy(settings);
  const accounts = settings.accounts.filter((account) => {
    const reaches = ({ targets }: Attached): boolean =>
      targets.some((target) => typeof target !== "string" || !isAccountId(target) || target === account);
    const documents = all.filter(reaches).map(({ guardrail }) => guardrail);
    // SCPs bind those who ask, who may be in any account; RCPs what is asked for.
    const there = kind.id === "scp" ? guarded : guarded.filter((roles) => mayBeIn(roles, account));
    return gapsOf(documents, there, kind, settings).length > 0;
  });
  if (accounts.length === 0) return [];
  const names = all.map(({ guardrail }) => guardrail.name).join(", ");
  const binds = kind.id === "scp" ? "whoever asks from there" : "deploy roles there";
  return [
    `${kind.words} ${names} is not attached to ${accounts.join(", ")}: it does not reach ${binds}.\n` +
      `Attach it to ${accounts.length === 1 ? "that account" : "those accounts"}, or to an OU or root above.`,
  ];
}
