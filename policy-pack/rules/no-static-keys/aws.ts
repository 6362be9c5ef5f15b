import { isAccountId } from "../../../trust/documents/arn";
import type { Resource } from "../../../trust/sources/resources/context";
import { homeOf } from "../../../trust/sources/resources/home";
import { text } from "../../../trust/sources/resources/plain";
import type { Settings } from "../../config/settings";
import type { Report } from "../../rule";
import { roleType, type Stack } from "../../stack";
import { isOurs, subjectOf } from "../../subjects";
import { twoLines } from "../../words";

/** What IAM has for those who sign in or call with a secret that stays the same, in words. */
const longLived: Readonly<Record<string, string>> = {
  "aws:iam/user:User": "An IAM user",
  "aws-native:iam:User": "An IAM user",
  "aws:iam/accessKey:AccessKey": "An access key",
  "aws:iam/userLoginProfile:UserLoginProfile": "A password of an IAM user",
  "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": "A service-specific credential",
  "aws:iam/signingCertificate:SigningCertificate": "A signing certificate of an IAM user",
  "aws:iam/sshKey:SshKey": "An SSH key of an IAM user",
};

const providerTypes: ReadonlySet<string> = new Set(["pulumi:providers:aws", "pulumi:providers:aws-native"]);

/**
 * What is wrong with a resource that makes or uses long-lived credentials of AWS in an account of ours.
 *
 * @param isOurStack whether the stack has something of ours, so that an account that is not known may be ours too
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles
 */
export function* longLivedCredentials(
  resource: Resource,
  settings: Settings,
  isOurStack: boolean,
): Iterable<Report> {
  const { urn, type } = resource;
  const what = Object.hasOwn(longLived, type) ? longLived[type] : undefined;
  const account = providerTypes.has(type) ? accountOfProvider(resource) : resource.home.account;
  if (!(isAccountId(account) ? isAccountOfOurs(account, settings) : isOurStack)) return;
  const where = isAccountId(account) ? `account ${account}` : "an account that is not known";
  if (what !== undefined)
    yield {
      urn,
      message: twoLines(
        `${what} in ${where}: its secret stays valid until somebody takes it away.`,
        "Use a role: people sign in through IAM Identity Center, programs get sessions where they run.",
      ),
    };
  if (providerTypes.has(type) && hasKeys(resource))
    yield {
      urn,
      message: twoLines(
        `A provider for ${where} has access keys in its settings, which the state keeps.`,
        "Remove accessKey, secretKey and token, and let it assume a role with assumeRoles.",
      ),
    };
}

/** Whether a stack has something in an account of ours, or a role that may be one of ours by its name. */
export function hasOurs(stack: Stack, settings: Settings): boolean {
  return (
    stack.resources.some(({ home }) => isAccountOfOurs(home.account, settings)) ||
    stack
      .ofType(roleType)
      .some((role) => typeof role.props.name === "string" && isOurs(subjectOf(role, settings)))
  );
}

/** Whether access keys stand in properties, known or not. */
export function hasKeys({ props }: Resource): boolean {
  return text(props.accessKey) !== undefined || text(props.secretKey) !== undefined;
}

function isAccountOfOurs(account: string, { accounts, managementAccountId }: Settings): boolean {
  return account === managementAccountId || accounts.includes(account);
}

/** The settings of a provider are its own properties. */
function accountOfProvider({ urn, type, props }: Resource): string {
  return homeOf({ urn, type, props: {}, provider: { urn, type, props } }).account;
}
