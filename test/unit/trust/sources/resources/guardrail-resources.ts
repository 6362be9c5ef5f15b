import type { Level, Organization } from "../../../../../trust/organization";
import type { PlainResource } from "../../../../../trust/sources/resources";
import { unknown, type Unknown } from "../../../../../trust/truth";
import { account, providerOf, resource } from "../../../../fixtures/trust-resources";

const deny = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" }],
});
const denyAll = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole", Resource: "*" }],
});
export const elsewhere = { provider: providerOf("999999999999") };
export const policy = (name: string, props: object = {}): PlainResource =>
  resource(
    "aws:organizations/policy:Policy",
    name,
    { id: `p-${name}`, name, content: deny, ...props },
    elsewhere,
  );
export const rcp = (name: string): PlainResource =>
  policy(name, { type: "RESOURCE_CONTROL_POLICY", content: denyAll });
export const attach = (
  policyId: unknown,
  targetId: unknown,
  more: Partial<PlainResource> = {},
): PlainResource =>
  resource(
    "aws:organizations/policyAttachment:PolicyAttachment",
    `${String(policyId)}-${String(targetId)}`,
    { policyId, targetId },
    { ...elsewhere, ...more },
  );
export const unit = (
  id: unknown,
  name: unknown,
  parentId: unknown,
  more: Partial<PlainResource> = {},
): PlainResource =>
  resource(
    "aws:organizations/organizationalUnit:OrganizationalUnit",
    String(name),
    { id, name, parentId },
    { ...elsewhere, ...more },
  );
export const member = (id: unknown, parentId: unknown, more: Partial<PlainResource> = {}): PlainResource =>
  resource("aws:organizations/account:Account", String(id), { id, parentId }, { ...elsewhere, ...more });

/** Levels as their targets, with the names of what is attached: `-` where a kind is not enabled. */
function shown(levels: readonly Level[] | Unknown | undefined): readonly string[] | Unknown | undefined {
  if (levels === unknown || levels === undefined) return levels;
  const names = (documents: Level["scps"]): string => documents?.map(({ name }) => name).join(", ") ?? "-";
  return levels.map(({ target, scps, rcps }) => `${target}: ${names(scps)} | ${names(rcps)}`);
}
export const levelsOf = (organization: Organization, id = account): readonly string[] | Unknown | undefined =>
  shown(organization.accounts.get(id)?.levels);

export const open = "whatever else is attached";
export const full = "RCPFullAWSAccess";
