import { some, truth, unknown, type Truth, type Unknown } from "../../../trust/truth";
import type { Fields } from "../../../trust/sources/resources/plain";
import type { Action } from "./steps";

const prefix = "Octopus.Action";
const assumeRole = `${prefix}.Aws.AssumeRole`;
const roleArn = `${prefix}.Aws.AssumedRoleArn`;
const instanceRole = `${prefix}.AwsAccount.UseInstanceRole`;
const account = `${prefix}.AwsAccount.Variable`;
const managedAccount = `${prefix}.Terraform.ManagedAccount`;

const used = [instanceRole, assumeRole, roleArn, account] as const;

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

  const twice = used.find((name) => valuesOf(name, properties).length > 1);
  if (twice !== undefined)
    return {
      what: `has ${twice} in two spellings, of which Octopus keeps one`,
      instead: "Write it once: Octopus does not tell names of properties apart by case.",
    };
  const [ofWorker, isAssuming, arn, variable] = used.map((name) => valuesOf(name, properties)[0]);
  if (ofWorker === unknown || variable === unknown) return unknown;
  if (!isTrue(ofWorker)) {
    // The session of an OIDC account is that of a role already.
    if (isFalse(ofWorker) && typeof variable === "string" && isOidc(variable)) return undefined;
    return {
      what: "takes its credentials from an account of Octopus that may be one with access keys",
      instead: `Set ${instanceRole} to "True", or to "False" and name a variable of an AwsOpenidConnectAccount.`,
    };
  }
  if (isAssuming === unknown || arn === unknown) return unknown;
  if (isTrue(isAssuming) && !isBlank(arn)) return undefined;
  return {
    what: "works with AWS without an assumed role, as whatever its worker is",
    instead: `Set ${assumeRole} to "True" and ${roleArn} to the deploy role, as ARN or as #{variable}.`,
  };
}

/**
 * Steps of AWS by their type; those of Terraform if Octopus gives them credentials of AWS, or may once a variable says
 * so.
 */
function worksWithAws(type: string | Unknown, properties: Fields | Unknown): Truth {
  if (type === unknown) return "unknown";
  // Those for ECS were `aws-ecs` and `aws-ecs-update-service` for a time.
  if (/^(octopus\.)?aws/i.test(type)) return "yes";
  if (!/^octopus\.terraform/i.test(type)) return "no";
  if (properties === unknown) return "unknown";
  return some(valuesOf(managedAccount, properties), (managed) =>
    managed === unknown ? "unknown" : truth(typeof managed === "string" && /^\s*aws\s*$|#\{/i.test(managed)),
  );
}

/**
 * What a property has been given, in whatever case its name is written.
 *
 * @see https://github.com/OctopusDeploy/OctopusClients/blob/master/source/Octopus.Server.Client/Model/DeploymentActionResource.cs
 */
function valuesOf(name: string, properties: Fields): readonly unknown[] {
  return Object.keys(properties)
    .filter((key) => key.toLowerCase() === name.toLowerCase())
    .map((key) => properties[key]);
}

export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}

/** What is left out counts as false; an expression of Octopus is neither true nor false. */
function isFalse(value: unknown): boolean {
  return isBlank(value) || value === false || (typeof value === "string" && value.toLowerCase() === "false");
}

/** Whether a text is none, or nothing but space, which Octopus takes for none. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}
