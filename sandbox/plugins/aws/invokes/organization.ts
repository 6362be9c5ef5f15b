import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListAWSServiceAccessForOrganization,
  paginateListOrganizationalUnitsForParent,
  paginateListPoliciesForTarget,
  paginateListRoots,
  type Account,
  type PolicyType,
  type Root,
} from "@aws-sdk/client-organizations";
import type { Values } from "../../protocol/values";
import { flag, text } from "../../table/property";
import { awsCode, describe } from "../errors";
import { invoke } from "../invoke";
import { organizations } from "../organizations/shared";
import type { Aws } from "../session";
import { rfc3339 } from "../time";

const getOrganization = invoke({
  token: "aws:organizations/getOrganization:getOrganization",
  args: { returnOrganizationOnly: flag() },
  async answer(aws, { returnOrganizationOnly = false }) {
    const { Organization } = await said("reading", "Organizations Organization", undefined, () =>
      organizations(aws).send(new DescribeOrganizationCommand({})),
    );
    const { Id, Arn, FeatureSet, MasterAccountArn, MasterAccountEmail, MasterAccountId } = Organization ?? {};
    return {
      id: Id,
      arn: Arn,
      featureSet: FeatureSet,
      masterAccountArn: MasterAccountArn,
      masterAccountEmail: MasterAccountEmail,
      masterAccountId: MasterAccountId,
      returnOrganizationOnly,
      ...(returnOrganizationOnly ? nothing : await inside(aws, Id, MasterAccountId)),
    };
  },
});

/** What of an organization its member accounts do not see. */
const nothing = {
  accounts: [],
  awsServiceAccessPrincipals: [],
  enabledPolicyTypes: [],
  masterAccountName: "",
  nonMasterAccounts: [],
  roots: [],
} satisfies Values;

async function inside(aws: Aws, id: string | undefined, managementId: string | undefined): Promise<Values> {
  const client = organizations(aws);
  let accounts: Account[];
  try {
    accounts = await all(paginateListAccounts({ client }, {}), ({ Accounts }) => Accounts);
  } catch (error) {
    // Only management and delegated administrators may list them; for the others it is no error.
    if (aws.accountId !== managementId && awsCode(error) === "AccessDeniedException") return nothing;
    throw new Error(describe("reading accounts of", "Organization", id, error), { cause: error });
  }
  return said("reading", "Organization", id, async () => {
    const roots = await all(paginateListRoots({ client }, {}), ({ Roots }) => Roots);
    const services = await all(
      paginateListAWSServiceAccessForOrganization({ client }, {}),
      ({ EnabledServicePrincipals }) => EnabledServicePrincipals,
    );
    const types = roots[0]?.PolicyTypes ?? [];
    return {
      accounts: accounts.map(accountOf),
      awsServiceAccessPrincipals: services.map(({ ServicePrincipal = "" }) => ServicePrincipal),
      enabledPolicyTypes: types.flatMap(({ Type, Status }) => (Type && Status === "ENABLED" ? [Type] : [])),
      masterAccountName: accounts.find(({ Id }) => Id === managementId)?.Name,
      nonMasterAccounts: accounts.filter(({ Id }) => Id !== managementId).map(accountOf),
      roots: roots.map(rootOf),
    };
  });
}

const getOrganizationalUnitDescendantAccounts = invoke({
  token: "aws:organizations/getOrganizationalUnitDescendantAccounts:getOrganizationalUnitDescendantAccounts",
  args: { parentId: text({ required: true }) },
  async answer(aws, { parentId = "" }) {
    const accounts = await said("listing", "Organizations Accounts below parent", parentId, () =>
      accountsBelow(aws, parentId),
    );
    return { id: parentId, parentId, accounts: accounts.map(accountOf) };
  },
});

/** Accounts of a root or OU, then those of each OU in it. */
async function accountsBelow(aws: Aws, ParentId: string): Promise<Account[]> {
  const client = organizations(aws);
  const found = await all(
    paginateListAccountsForParent({ client }, { ParentId }),
    ({ Accounts }) => Accounts,
  );
  const units = await all(
    paginateListOrganizationalUnitsForParent({ client }, { ParentId }),
    ({ OrganizationalUnits }) => OrganizationalUnits,
  );
  for (const { Id = "" } of units) found.push(...(await accountsBelow(aws, Id)));
  return found;
}

const getPoliciesForTarget = invoke({
  token: "aws:organizations/getPoliciesForTarget:getPoliciesForTarget",
  args: { filter: text({ required: true }), targetId: text({ required: true }) },
  async answer(aws, { filter = "", targetId = "" }) {
    const search = { Filter: filter as PolicyType, TargetId: targetId };
    const found = await said("listing", `Organizations Policies (${filter}) for target`, targetId, () =>
      all(paginateListPoliciesForTarget({ client: organizations(aws) }, search), ({ Policies }) => Policies),
    );
    return { id: targetId, filter, targetId, ids: found.map(({ Id = "" }) => Id) };
  },
});

const getPolicy = invoke({
  token: "aws:organizations/getPolicy:getPolicy",
  args: { policyId: text({ required: true }) },
  async answer(aws, { policyId = "" }) {
    const { Policy } = await said("reading", "Organizations Policy", policyId, () =>
      organizations(aws).send(new DescribePolicyCommand({ PolicyId: policyId })),
    );
    const { Arn, AwsManaged, Description, Name, Type } = Policy?.PolicySummary ?? {};
    return {
      id: policyId,
      policyId,
      arn: Arn,
      awsManaged: AwsManaged,
      content: Policy?.Content,
      description: Description,
      name: Name,
      type: Type,
    };
  },
});

/** All pages' elements. */
async function all<Page, T>(pages: AsyncIterable<Page>, of: (page: Page) => T[] | undefined): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...(of(page) ?? []));
  return found;
}

/** @throws Error that says what failed, and AWS's code and message */
async function said<T>(
  doing: string,
  label: string,
  name: string | undefined,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new Error(describe(doing, label, name, error), { cause: error });
  }
}

function accountOf(account: Account): Values {
  return {
    id: account.Id,
    arn: account.Arn,
    name: account.Name,
    email: account.Email,
    joinedMethod: account.JoinedMethod,
    joinedTimestamp: rfc3339(account.JoinedTimestamp),
    state: account.State,
    status: account.Status,
  };
}

function rootOf({ Id, Arn, Name, PolicyTypes = [] }: Root): Values {
  const policyTypes = PolicyTypes.map(({ Type, Status }) => ({ type: Type, status: Status }));
  return { id: Id, arn: Arn, name: Name, policyTypes };
}

export const invokes = [
  getOrganization,
  getOrganizationalUnitDescendantAccounts,
  getPoliciesForTarget,
  getPolicy,
];
