import * as aws from "@pulumi/aws";

import { refusal } from "../config/problems";
import type { OidcAccount } from "../octopus/accounts";

/** A provider of Octopus's tokens that is there. */
export interface FoundProvider {
  /** The stack that its tag names: the one that made it. */
  readonly stack?: string;
}

/** Who asks. */
export interface Asking {
  /** Name of this stack. */
  readonly stack: string;
  /** Names of the organization's environments, which their stacks are called by. */
  readonly environments: readonly string[];
}

/**
 * What keeps this stack from making its role, or the provider, in one account. Environments that share an account share
 * the provider there, which the stack of the first one makes.
 *
 * @param found the provider as AWS has it; undefined when the account has none
 * @returns undefined when nothing does
 */
export function orderProblem(
  {
    host,
    deployRole,
    providerOwner,
  }: Pick<OidcAccount, "host" | "providerOwner"> & {
    readonly deployRole: Pick<OidcAccount["deployRole"], "account" | "environment">;
  },
  found: FoundProvider | undefined,
  { stack, environments }: Asking,
): string | undefined {
  const account = `account ${deployRole.account.id}`;
  if (providerOwner !== deployRole.environment) {
    if (found) return undefined;
    return (
      `${account} does not have ${host}, which the stack of ${providerOwner} makes there for all environments: run ` +
      `\`pulumi up --stack ${providerOwner}\` first`
    );
  }
  const holder = found?.stack;
  // A name that is no environment's may be a former one of this very stack.
  if (holder === undefined || holder === stack || !environments.includes(holder)) return undefined;
  return (
    `${account} has ${host} from stack ${holder}, and settings now leave it to this one: run ` +
    `\`pulumi up --stack ${holder}\` first, which deletes it, and this one at once, because in between no token is ` +
    "taken there"
  );
}

/**
 * Looks for the provider of Octopus's tokens in every account that is to have a role for them.
 *
 * @param accounts each with a provider of the account
 * @throws RunError with every account where another stack has to come first, or where it cannot be seen
 */
export async function checkOidcProviders(
  accounts: readonly { readonly oidc: OidcAccount; readonly provider: aws.Provider }[],
  asking: Asking,
): Promise<void> {
  const problems = await Promise.all(
    accounts.map(async ({ oidc, provider }) => {
      try {
        return orderProblem(oidc, await look(oidc.providerArn, provider), asking);
      } catch (error) {
        return (
          `account ${oidc.deployRole.account.id} does not show whether it has ${oidc.host}: bootstrap it with ` +
          `OctopusIssuer=${oidc.host} (bootstrap/README.md). AWS said: ${messageOf(error)}`
        );
      }
    }),
  );
  const lines = problems.flatMap((problem) => (problem === undefined ? [] : [`  - ${problem}`]));
  if (lines.length === 0) return;
  throw refusal(
    ["Nothing was changed, because of the identity provider for Octopus's tokens:", ...lines].join("\n"),
  );
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html */
async function look(arn: string, provider: aws.Provider): Promise<FoundProvider | undefined> {
  try {
    const { tags } = await aws.iam.getOpenIdConnectProvider({ arn }, { provider });
    return { stack: tags["octolaunch:stack"] };
  } catch (error) {
    // The real provider says it in words of its own, and formerly did in those of AWS.
    if (/couldn't find resource|NoSuchEntity/.test(messageOf(error))) return undefined;
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
