import type { VariableReference } from "./variable";

/**
 * What a step of AWS runs with. Each field is needed: a step without a role would run as the launcher, one without a
 * region would ask the global STS endpoint, which a private network does not reach.
 */
export type Credentials = AmbientCredentials | OidcCredentials;

/** The credentials that the worker's pod has, and with them the role of the environment. */
export interface AmbientCredentials {
  readonly kind: "ambient";
  /** The variable with the ARN of the role, e.g. `#{AWS.Role}`. */
  readonly role: VariableReference;
  /** The variable with the region, e.g. `#{AWS.Region}`. */
  readonly region: VariableReference;
  /** 900 to 3600: AWS ends a role that a role assumed after an hour. */
  readonly sessionSeconds: number;
}

/** A token of Octopus's own, exchanged for the role that its account names; nothing is assumed after that. */
export interface OidcCredentials {
  readonly kind: "oidc";
  /** Name of the variable with the account, e.g. `AWS.Oidc`. Not a reference: Octopus asks for the name here. */
  readonly account: string;
  /** The variable with the region, e.g. `#{AWS.Region}`. */
  readonly region: VariableReference;
}

/** Properties of a step as Octopus keeps them: texts, also for numbers and for `True` and `False`. */
export type Properties = Readonly<Record<string, string>>;

const sessionPrefix = "octopus-deploy-";

/** AWS's limit for the name of a session. */
const sessionNameCharacters = 64;

/** `Truncate` appends this to what it cuts. */
const ellipsis = "...";

/**
 * The name of every session, `octopus-deploy-Deployments-123`, at most 64 characters long.
 *
 * `Truncate` and not `Substring`: the latter leaves the whole expression as it stands when the text is shorter than
 * asked for, and STS refuses a name with `#{` in it. Only Octostache of August 2026 gives what is there.
 *
 * @see https://octopus.com/docs/projects/variables/variable-filters
 * @see https://github.com/OctopusDeploy/Octostache/blob/main/source/Octostache/Templates/Functions/TextSubstringFunction.cs
 */
export const sessionName =
  `${sessionPrefix}#{Octopus.Deployment.Id | Truncate ` +
  `${sessionNameCharacters - sessionPrefix.length - ellipsis.length}}`;

/**
 * The properties that make a step run with credentials. They are the same for every kind of step.
 *
 * @see https://github.com/OctopusDeploy/Calamari/blob/main/source/Calamari.CloudAccounts/AwsEnvironmentGeneration.cs
 */
export function credentialProperties(credentials: Credentials): Properties {
  const { region } = credentials;
  if (credentials.kind === "oidc") {
    return {
      "Octopus.Action.AwsAccount.UseInstanceRole": "False",
      "Octopus.Action.AwsAccount.Variable": credentials.account,
      "Octopus.Action.Aws.AssumeRole": "False",
      "Octopus.Action.Aws.Region": region,
    };
  }
  return {
    "Octopus.Action.AwsAccount.UseInstanceRole": "True",
    "Octopus.Action.Aws.AssumeRole": "True",
    "Octopus.Action.Aws.AssumedRoleArn": credentials.role,
    "Octopus.Action.Aws.AssumedRoleSession": sessionName,
    "Octopus.Action.Aws.AssumeRoleSessionDurationSeconds": String(credentials.sessionSeconds),
    "Octopus.Action.Aws.Region": region,
  };
}
