import { concerns } from "../../../trust/documents/actions";
import type { Condition, ReadDocument, ReadStatement } from "../../../trust/documents/read";
import type { NamedDocument } from "../../../trust/organization";
import { unknown } from "../../../trust/truth";
import type { Issuer, Settings } from "../../config/settings";
import { gapsOf } from "./gaps";
import { guarded, isAboutAll, widest, type Guarded } from "./guarded";
import type { Kind } from "./kinds";

const byToken = "sts:AssumeRoleWithWebIdentity";

/**
 * The calls on roles for tokens of Octopus that documents of one kind, all bound to the same account, do not deny to
 * whom they should: any but by a token to everybody, and by a token to other issuers and spaces. None is asked for where
 * Octopus issues no tokens, since there is no such role then.
 *
 * @returns each with the roles, e.g. `sts:AssumeRole on arn:aws:iam::*:role/octopus/oidc/*`
 */
export function openToOthers(
  documents: readonly NamedDocument[],
  kind: Kind,
  settings: Settings,
): readonly string[] {
  const { issuer, oidcRoles } = settings;
  if (!issuer) return [];
  const roles = widest(oidcRoles.map(({ text }) => guarded(text)));
  const binds = kind.binds.filter(({ action }) => action !== byToken);
  const others = gapsOf(documents, roles, { ...kind, binds }, { ...settings, launchers: [] });
  const tokens =
    binds.length === kind.binds.length ? [] : roles.filter((one) => !isDenied(documents, one, issuer));
  return [
    ...new Set([
      ...others.map((gap) => `${gap.action} on ${gap.roles.text}`),
      ...tokens.map(({ text }) => `${byToken} on ${text}`),
    ]),
  ];
}

/** Whether tokens of others than the issuer's space are denied some roles. */
function isDenied(documents: readonly NamedDocument[], roles: Guarded, issuer: Issuer): boolean {
  return documents.some(({ document: { statements, version } }) =>
    (statements === unknown ? [] : statements).some((one) => denies(one, version, roles, issuer)),
  );
}

function denies(
  statement: ReadStatement,
  version: ReadDocument["version"],
  roles: Guarded,
  { host, space }: Issuer,
): boolean {
  const { effect, conditions } = statement;
  const spares = ({ key, operator, values }: Condition): boolean =>
    key === `${host}:sub` &&
    operator !== unknown &&
    operator.kind === "compare" &&
    operator.negated &&
    operator.set === undefined &&
    ["String", "StringLike"].includes(operator.comparison) &&
    values !== unknown &&
    values.every((value) => value.startsWith(`space:${space}:`));
  return (
    effect === "Deny" &&
    concerns(statement, byToken.toLowerCase()) === "yes" &&
    isAboutAll(statement, version, roles) &&
    conditions !== unknown &&
    conditions.every(spares)
  );
}
