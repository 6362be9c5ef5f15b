import type { Caller as Asking } from "../../../trust/decide/request";
import { items, text, type Call } from "../front/call";
import type { Caller } from "../front/callers";
import { AwsError, Refusal } from "../front/errors";
import type { Sandbox } from "../sandbox";
import { objectionTo } from "./decide";
import { named } from "./organization";
import { inheritedTags, sessionName, sessionSeconds, sessionTags } from "./parameters";

/** `sts:AssumeRole` as AWS answers it: the role's trust must admit the caller, and the caller be allowed to. */
export async function assumeRole(call: Call, sandbox: Sandbox): Promise<unknown> {
  const { caller, params } = call;
  const { arn, partition, account, name } = roleArn(text(params, "RoleArn"));
  const session = sessionName(text(params, "RoleSessionName"), sandbox.limits);
  const seconds = sessionSeconds(text(params, "DurationSeconds"), caller, sandbox.limits);
  const policies = sessionPolicies(call);
  const tags = sessionTags(call);
  const inherited = inheritedTags(caller, tags);
  const transitive = items<string>(params, "TransitiveTagKeys");
  const sourceIdentity = text(params, "SourceIdentity");

  const refuse = (action: string, reason: string, undecided: readonly string[] = []): never => {
    const message = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${arn}`;
    const cannot = ` (the sandbox could not decide ${undecided.join(" and ")})`;
    throw new Refusal(undecided.length > 0 ? message + cannot : message, reason);
  };
  const role = await sandbox.facts.role(account, partition, name);
  if (role?.arn !== arn) return refuse("sts:AssumeRole", "there is no such role");
  const request = {
    caller: askingOf(caller),
    role: arn,
    sessionName: session,
    externalId: text(params, "ExternalId"),
    sourceIdentity,
    tags,
    transitiveTagKeys: transitive,
    context: {
      "aws:requestedregion": [call.region],
      "aws:multifactorauthpresent": caller.session ? ["false"] : undefined,
    },
  };
  const objection = await objectionTo(request, sandbox.facts, caller.session?.roleId);
  if (objection) return refuse(objection.action, objection.reason, objection.undecided);
  if (seconds > role.maxSession) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }

  const opened = sandbox.callers.open(role, {
    seconds,
    name: session,
    tags: { ...tags, ...inherited },
    transitive: [...Object.keys(inherited), ...transitive],
    policies,
    sourceIdentity: sourceIdentity ?? caller.session?.sourceIdentity,
  });
  return {
    Credentials: {
      AccessKeyId: opened.session.accessKey,
      SecretAccessKey: opened.session.secretKey,
      SessionToken: opened.session.token,
      Expiration: opened.session.expires,
    },
    AssumedRoleUser: { AssumedRoleId: opened.userId, Arn: opened.arn },
    SourceIdentity: opened.session.sourceIdentity,
  };
}

function roleArn(arn: string | undefined): { arn: string; partition: string; account: string; name: string } {
  const parts = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn ?? "");
  const [, partition, account, name] = parts ?? [];
  if (arn === undefined || !partition || !account || !name) {
    throw new AwsError("ValidationError", `${arn ?? "null"} is invalid`);
  }
  return { arn, partition, account, name };
}

function sessionPolicies({ params }: Call): string[] {
  if (params.PolicyArns !== undefined) {
    throw new AwsError("ValidationError", "the sandbox does not know PolicyArns of sts:AssumeRole");
  }
  const policy = text(params, "Policy");
  return policy === undefined ? [] : [policy];
}

/** Whom the front knows by credentials, as the trust engine takes it. */
function askingOf({ principalArn, session }: Caller): Asking {
  if (!session) return { kind: "user", arn: principalArn };
  const { name, tags, transitive, sourceIdentity, policies } = session;
  return {
    kind: "session",
    role: principalArn,
    ...{ name, tags, transitive, sourceIdentity },
    ...(policies.length > 0 && { policies: policies.map((one) => named("of the session", one)) }),
  };
}
