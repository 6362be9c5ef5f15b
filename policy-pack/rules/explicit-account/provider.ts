import { accountOf, isAccountId } from "../../../trust/documents/arn";
import type { Resource } from "../../../trust/sources/resources/context";
import { assumedRole } from "../../../trust/sources/resources/home";
import { fromJson, items } from "../../../trust/sources/resources/plain";
import { unknown } from "../../../trust/truth";

/** Why it is not sure in which account a resource is made, after its name, and what to write instead. */
export interface Problem {
  readonly what: string;
  readonly instead: string;
}

/** What is wrong with how a resource's provider says its account; undefined if nothing is. */
export function problemOf({ type, provider, providerUrn, home }: Resource): Problem | undefined {
  const name = nameOf(providerUrn);
  if (name === undefined || /^default(_|$)/.test(name))
    return {
      what: "is made by a default provider, in whichever account the credentials are of",
      instead: `Pass \`provider\`: an aws.Provider with ${exampleFor(home.account)}.`,
    };
  const pinned = pinnedBy(provider.allowedAccountIds);
  if (!("account" in pinned))
    return {
      what: `is made by provider ${name}, ${pinned.problem}`,
      instead: `Write ${exampleFor(home.account)} in provider ${name}, with the one account that it is for.`,
    };
  const { account } = pinned;
  const assumed = roleOf(provider);
  if (assumed === unknown)
    return {
      what: `is made by provider ${name}, of whose assumeRoles the last roleArn is not known`,
      instead: `Write that roleArn out, of a role in account ${account}.`,
    };
  if (assumed !== undefined && accountOf(assumed) !== account)
    return {
      what: `is made by provider ${name}, which is pinned to ${account} and assumes ${assumed}`,
      instead: "Let allowedAccountIds and the last of assumeRoles be of the same account.",
    };
  // Other ARNs may be of another account, such as those that a delegated administrator of the organization makes.
  if (type.startsWith("aws:iam/") && isAccountId(home.account) && home.account !== account)
    return {
      what: `is in account ${home.account}, and its provider ${name} is pinned to ${account}`,
      instead: "Keep the provider of what exists, and make what is new with another one.",
    };
  return undefined;
}

/** The name in a URN. */
export function nameOf(urn: string | undefined): string | undefined {
  return urn?.split("::").slice(3).join("::");
}

function pinnedBy(value: unknown): { readonly account: string } | { readonly problem: string } {
  const allowed = items(fromJson(value));
  if (allowed === undefined) return { problem: "which pins no account" };
  if (allowed === unknown || allowed.includes(unknown))
    return { problem: "whose allowedAccountIds are not known" };
  const [account, ...others] = allowed;
  if (others.length > 0) return { problem: `which allows ${allowed.length} accounts` };
  if (account === undefined) return { problem: "which pins no account" };
  return typeof account === "string" && isAccountId(account)
    ? { account }
    : { problem: "whose allowedAccountIds has no account id of 12 digits" };
}

/** Without a role that it assumes, a provider may begin with a token. */
function roleOf({
  assumeRoles,
  assumeRole,
  assumeRoleWithWebIdentity,
}: Resource["provider"]): ReturnType<typeof assumedRole> {
  return assumedRole({ assumeRoles, assumeRole }) ?? assumedRole({ assumeRole: assumeRoleWithWebIdentity });
}

function exampleFor(account: string): string {
  return `allowedAccountIds: ["${isAccountId(account) ? account : "123456789012"}"]`;
}
