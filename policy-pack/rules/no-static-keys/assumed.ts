import { truth, unknown, type Truth, type Unknown } from "../../../trust/truth";
import { text, type Fields } from "../../../trust/sources/resources/plain";
import type { Action } from "./steps";

const prefix = "Octopus.Action";
const assumeRole = `${prefix}.Aws.AssumeRole`;
const roleArn = `${prefix}.Aws.AssumedRoleArn`;
const instanceRole = `${prefix}.AwsAccount.UseInstanceRole`;
const account = `${prefix}.AwsAccount.Variable`;
const managedAccount = `${prefix}.Terraform.ManagedAccount`;

/** What is wrong with an action that works with AWS. */
export interface Lacking {
  readonly what: string;
  readonly instead: string;
}

/**
 * How an action gets its credentials: it must take those of the worker and assume a role with them.
 *
 * @param isOidc whether a variable of an account stands for an OIDC account
 * @returns what is wrong, if anything; `unknown` where a value decides that is not known
 * @see https://octopus.com/docs/infrastructure/accounts/aws
 */
export function lackingOf(
  { type, properties }: Action,
  isOidc: (variable: string) => boolean,
): Lacking | Unknown | undefined {
  const isAws = worksWithAws(type, properties);
  if (isAws === "no") return undefined;
  if (isAws === "unknown" || properties === unknown) return unknown;

  const variable = text(properties[account]);
  if (properties[instanceRole] === unknown || variable === unknown) return unknown;
  if (!isTrue(properties[instanceRole])) {
    // The session of an OIDC account is that of a role already.
    if (variable !== undefined && isOidc(variable)) return undefined;
    return {
      what: "takes its credentials from an account of Octopus that may be one with access keys",
      instead: `Set ${instanceRole} to "True", or name a variable of an AwsOpenidConnectAccount.`,
    };
  }
  if (properties[assumeRole] === unknown || properties[roleArn] === unknown) return unknown;
  if (isTrue(properties[assumeRole]) && text(properties[roleArn]) !== undefined) return undefined;
  return {
    what: "works with AWS without an assumed role, as whatever its worker is",
    instead: `Set ${assumeRole} to "True" and ${roleArn} to the deploy role, as ARN or as #{variable}.`,
  };
}

/** Steps of AWS by their type; those of Terraform if Octopus gives them credentials of AWS. */
function worksWithAws(type: string | Unknown, properties: Fields | Unknown): Truth {
  if (type === unknown) return "unknown";
  if (/^octopus\.aws/i.test(type)) return "yes";
  if (!/^octopus\.terraform/i.test(type)) return "no";
  if (properties === unknown) return "unknown";
  const managed = properties[managedAccount];
  return managed === unknown ? "unknown" : truth(managed === "AWS");
}

export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}
