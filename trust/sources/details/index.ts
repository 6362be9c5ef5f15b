import type { Account, Level, Organization } from "../../organization";
import { unknown, type Unknown } from "../../truth";
import { emptyDraft } from "../draft";
import { identitiesOf } from "../identities";
import { levelsIn } from "../levels";
import { sortedBy } from "../order";
import { documentReader, findingsList, type Report } from "../reader";
import { decodedDocument, podIdentityOf, readAccount } from "./account";
import type { AccountData, OrganizationDetails } from "./data";
import { treeOf } from "./tree";

export type { AccountData, AuthorizationDetails, OrganizationDetails } from "./data";

/** What is read of live accounts, or of the sandbox. */
export interface Details {
  readonly accounts: readonly AccountData[];
  readonly organization: OrganizationDetails;
}

/**
 * An organization as it is, from the authorization details of its accounts and what Organizations knows. An account
 * without details still has its place in it.
 */
export function fromAccountDetails({ accounts, organization }: Details): Organization {
  const { report, sorted } = findingsList();
  const read = documentReader(report, decodedDocument);
  const draft = emptyDraft();
  for (const account of accounts) readAccount(account, draft, report);

  reportMissing(accounts, report);

  const { Organization: { Id, MasterAccountId } = {} } = organization;
  const levelsOf = levelsIn(treeOf(organization, report), read, report);
  const ids = new Set([
    ...accounts.map(({ id }) => id),
    ...organization.Accounts.map(({ Id }) => Id),
    ...(MasterAccountId === undefined ? [] : [MasterAccountId]),
  ]);
  const accountOf = (id: string): Account => {
    const levels = levelsOf(id);
    reportPlace(id, levels, report);
    return { id, isManagement: MasterAccountId === undefined ? unknown : id === MasterAccountId, levels };
  };
  return {
    ...(Id !== undefined && { id: Id }),
    accounts: new Map(sortedBy(ids, (id) => id).map((id) => [id, accountOf(id)])),
    ...identitiesOf(draft, read, report),
    podIdentities: accounts.flatMap(({ podIdentities = [] }) => podIdentities.map(podIdentityOf)),
    compute: accounts.flatMap(({ compute = [] }) => compute),
    kubernetes: accounts.flatMap(({ kubernetes = [] }) => kubernetes),
    findings: sorted(),
  };
}

function reportPlace(id: string, levels: readonly Level[] | Unknown, report: Report): void {
  if (levels === unknown || levels[0]?.target !== "the root")
    report(
      `account ${id}`,
      "its place in the organization is not known: which guardrails bind it is not known",
    );
}

const lists = {
  podIdentities: "pod identity associations",
  compute: "compute that runs as roles",
  kubernetes: "rights in Kubernetes clusters",
} as const;

/** What was not looked up may be there. */
function reportMissing(accounts: readonly AccountData[], report: Report): void {
  for (const [list, words] of Object.entries(lists) as [keyof typeof lists, string][]) {
    const without = accounts.filter((account) => !account[list]).length;
    if (without > 0) report(words, `not in the data of ${without} of ${accounts.length} accounts`);
  }
}
