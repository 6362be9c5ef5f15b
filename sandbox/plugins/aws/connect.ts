import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { seconds, type AssumedRole, type ProviderConfig } from "./config";
import { awsMessage } from "./errors";
import { toTagList } from "./tags";
import { Session, type ClientConfig, type Identity } from "./session";

/** The real provider tries 25 times in all; throttling in the sandbox ends sooner than that. */
const MAX_ATTEMPTS = 8;

export type Ambient = Pick<ClientConfig, "endpoint" | "credentials">;

/**
 * Signs in as a provider's configuration says: ambient credentials (or its keys or profile), then each of
 * `assumeRoles` from the one before.
 *
 * @param ambient where AWS is and who we are there to begin with, if not as the process's environment says
 * @throws Error when a role cannot be assumed, or the account is not an allowed one
 */
export async function connect(config: ProviderConfig, ambient: Ambient = {}): Promise<Session> {
  // It speaks of later versions of the SDK; ours are pinned.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const region = config.region as string;
  const maxAttempts = config.maxRetries === undefined ? MAX_ATTEMPTS : config.maxRetries + 1;
  let client: ClientConfig = { region, maxAttempts, ...ambient, ...ownCredentials(config) };
  for (const role of config.assumeRoles ?? []) {
    const sts = new STSClient(client);
    // The SDK keeps what this returns until shortly before it expires.
    client = { ...client, profile: undefined, credentials: () => assume(sts, role) };
  }
  const identity = await whoAmI(new STSClient(client));
  checkAccount(config, identity.accountId);
  return new Session(identity, region, client);
}

function ownCredentials({ accessKey, secretKey, token, profile }: ProviderConfig): ClientConfig {
  if (!accessKey || !secretKey) return profile ? { profile } : {};
  return { credentials: { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken: token } };
}

async function assume(sts: STSClient, role: AssumedRole) {
  const request = new AssumeRoleCommand({
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName ?? `pulumi-${Date.now()}`,
    ExternalId: role.externalId,
    DurationSeconds: role.duration === undefined ? undefined : seconds(role.duration),
    Policy: role.policy,
    PolicyArns: role.policyArns?.map((arn) => ({ arn })),
    SourceIdentity: role.sourceIdentity,
    Tags: role.tags && toTagList(role.tags),
    TransitiveTagKeys: role.transitiveTagKeys,
  });
  const { Credentials: given } = await sts.send(request).catch((error: unknown) => {
    throw new CannotAssume(`cannot assume IAM role ${role.roleArn}: ${awsMessage(error)}`, { cause: error });
  });
  return {
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken,
    expiration: given?.Expiration,
  };
}

/** Already says all there is to say. */
class CannotAssume extends Error {}

async function whoAmI(sts: STSClient): Promise<Identity> {
  const {
    Account = "",
    Arn = "",
    UserId = "",
  } = await sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    if (error instanceof CannotAssume) throw error;
    throw new Error(`unable to validate AWS credentials: ${awsMessage(error)}`, { cause: error });
  });
  return { accountId: Account, arn: Arn, userId: UserId, partition: Arn.split(":")[1] ?? "aws" };
}

function checkAccount({ allowedAccountIds, forbiddenAccountIds }: ProviderConfig, accountId: string): void {
  const allowed = allowedAccountIds ?? [];
  if ((allowed.length > 0 && !allowed.includes(accountId)) || forbiddenAccountIds?.includes(accountId)) {
    throw new Error(`AWS account ID not allowed: ${accountId}`);
  }
}
