import type { PolicyDocument } from "../../../trust/documents/policy";
import { items, text, type Call } from "../front/call";
import type { Caller } from "../front/callers";
import { AwsError, Refusal } from "../front/errors";
import { parsedPolicy } from "../iam/documents";
import type { Sandbox } from "../sandbox";
import type { Context } from "./conditions";
import { decideAssumeRole, type Asking } from "./decide";
import { organizationOf } from "./parties";
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
  const sourceIdentity = text(params, "SourceIdentity") ?? caller.session?.sourceIdentity;

  const refuse = (action: string, reason: string): never => {
    const undecided = /; (the sandbox could not decide .*)/.exec(reason)?.[1];
    const message = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${arn}`;
    throw new Refusal(undecided ? `${message} (${undecided})` : message, reason);
  };
  const role = await sandbox.facts.role(account, partition, name);
  if (role?.arn !== arn) return refuse("sts:AssumeRole", "there is no such role");
  const party = { account: caller.account, arn: caller.principalArn };
  const organization = await organizationOf(party, { account, arn }, sandbox.facts);
  const question = {
    guardrails: organization.guardrails,
    role: { arn, account },
    trust: parsedPolicy(role.trust),
    asking: await askingOf(caller, sandbox),
    context: { ...organization.context, ...(await contextOf(call, { session, tags }, sandbox)) },
  };
  const actions = ["sts:AssumeRole"];
  if (Object.keys({ ...tags, ...inherited }).length > 0) actions.push("sts:TagSession");
  if (sourceIdentity !== undefined) actions.push("sts:SetSourceIdentity");
  for (const action of actions) {
    const verdict = decideAssumeRole({ ...question, action });
    if (!verdict.allowed) return refuse(action, verdict.reason);
  }
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
    transitive: [...Object.keys(inherited), ...items<string>(params, "TransitiveTagKeys")],
    policies,
    sourceIdentity,
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

/** The caller with the policies that hold for it now. */
async function askingOf(caller: Caller, { facts }: Sandbox): Promise<Asking> {
  const partition = caller.principalArn.split(":")[1] ?? "aws";
  const name = caller.principalArn.split("/").pop() ?? "";
  const role = caller.session ? await facts.role(caller.account, partition, name) : null;
  const entity = caller.session ? role : await facts.user(caller.account, partition, name);
  const uniqueId = caller.session?.roleId ?? caller.userId;
  // A session of a deleted role has no permissions, even when a new role has its name.
  const current = entity?.id === uniqueId ? entity : undefined;
  const bounds = [...(role?.boundary ? [role.boundary] : []), ...(caller.session?.policies ?? [])];
  const documents: PolicyDocument[] = [
    ...Object.values(current?.inline ?? {}),
    ...Object.values(current?.managed ?? {}),
  ].map(parsedPolicy);
  return {
    account: caller.account,
    arn: caller.arn,
    principalArn: caller.principalArn,
    uniqueId,
    policies: documents,
    bounds: bounds.map(parsedPolicy),
  };
}

async function contextOf(
  { caller, params, region }: Call,
  asked: { session: string; tags: Readonly<Record<string, string>> },
  { facts }: Sandbox,
): Promise<Context> {
  const partition = caller.principalArn.split(":")[1] ?? "aws";
  const name = caller.principalArn.split("/").pop() ?? "";
  const find = caller.session ? facts.role : facts.user;
  const ownTags = (await find(caller.account, partition, name))?.tags ?? {};
  const context: Record<string, readonly string[] | undefined> = {
    "aws:principaltype": [caller.session ? "AssumedRole" : "User"],
    "aws:viaawsservice": ["false"],
    "aws:userid": [caller.userId],
    "aws:username": caller.session ? undefined : [name],
    "aws:multifactorauthpresent": caller.session ? ["false"] : undefined,
    "aws:requestedregion": [region],
    "sts:externalid": single(text(params, "ExternalId")),
    "sts:rolesessionname": [asked.session],
    "sts:sourceidentity": single(text(params, "SourceIdentity") ?? caller.session?.sourceIdentity),
    "sts:transitivetagkeys": listOrAbsent(items<string>(params, "TransitiveTagKeys")),
    "aws:tagkeys": listOrAbsent(Object.keys(asked.tags)),
  };
  for (const [key, value] of Object.entries({ ...ownTags, ...caller.session?.tags })) {
    context[`aws:principaltag/${key.toLowerCase()}`] = [value];
  }
  for (const [key, value] of Object.entries(asked.tags))
    context[`aws:requesttag/${key.toLowerCase()}`] = [value];
  return Object.fromEntries(Object.entries(context).filter(([, values]) => values !== undefined)) as Context;
}

const single = (value: string | undefined): string[] | undefined =>
  value === undefined ? undefined : [value];
const listOrAbsent = (values: readonly string[]): readonly string[] | undefined =>
  values.length === 0 ? undefined : values;
