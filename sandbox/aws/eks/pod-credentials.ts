import { randomUUID } from "node:crypto";

import type { Cluster, PodIdentityAssociation } from "@aws-sdk/client-eks";

import { text, type Call } from "../front/call";
import type { Caller, Session } from "../front/callers";
import { Refusal } from "../front/errors";
import type { Sandbox } from "../sandbox";
import type { Handler, Service } from "../service";
import { assumeRole } from "../sts/assume-role";
import { objectionTo } from "../sts/decide";
import { clusterOf, notFound } from "./state";
import { podOf, type Pod } from "./tokens";

type Opened = Caller & { readonly session: Session };

/** Six hours; with a target role it is a chain, and AWS gives 59 minutes. */
const seconds = 6 * 3600;
const chainedSeconds = 59 * 60;

/**
 * Credentials for a pod, as the Pod Identity agent asks for them with the token of the pod's service account.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
const assumeRoleForPodIdentity: Handler = async (call, sandbox) => {
  const record = clusterOf(call, sandbox);
  const { cluster } = record;
  const pod = podOf(text(call.params, "token") ?? "", record.signingKeys);
  const association = [...record.associations.values()].find(
    ({ namespace, serviceAccount }) => namespace === pod.namespace && serviceAccount === pod.serviceAccount,
  );
  if (!association) {
    throw notFound("The token included in the request has no service account role association for it.");
  }
  const own = await openForPod(pod, cluster, association, call, sandbox);
  const opened = association.targetRoleArn
    ? await onward(own, association, call, sandbox)
    : credentialsOf(own);
  const { associationArn, associationId } = association;
  return {
    subject: { namespace: pod.namespace, serviceAccount: pod.serviceAccount },
    audience: "pods.eks.amazonaws.com",
    podIdentityAssociation: { associationArn, associationId },
    ...opened,
  };
};

async function openForPod(
  pod: Pod,
  cluster: Cluster,
  association: PodIdentityAssociation,
  call: Call,
  sandbox: Sandbox,
): Promise<Opened> {
  const { roleArn = "", disableSessionTags, policy } = association;
  const role = await sandbox.facts.role(call.account, call.partition, roleArn.split("/").pop() ?? "");
  const tags: Record<string, string> = disableSessionTags ? {} : tagsOf(pod, cluster);
  const name = `eks-${cluster.name}-${pod.name}`.slice(0, 27) + `-${randomUUID()}`;
  const message = "Unauthorized Exception! EKS does not have permissions to assume the associated role.";
  if (role?.arn !== roleArn) throw new Refusal(message, "there is no such role", "AccessDeniedException");
  const objection = await objectionTo(
    {
      caller: {
        kind: "service",
        service: "pods.eks.amazonaws.com",
        sourceAccount: call.account,
        sourceArn: cluster.arn,
      },
      role: roleArn,
      sessionName: name,
      tags,
      transitiveTagKeys: Object.keys(tags),
      context: { "aws:requestedregion": [call.region] },
    },
    sandbox.facts,
  );
  if (objection) throw new Refusal(message, objection.reason, "AccessDeniedException");
  const policies = policy ? [policy] : [];
  return sandbox.callers.open(role, { seconds, name, tags, transitive: Object.keys(tags), policies });
}

/** The tags that EKS gives a pod's session, all of them transitive. */
function tagsOf(pod: Pod, cluster: Cluster): Record<string, string> {
  return {
    "eks-cluster-arn": cluster.arn ?? "",
    "eks-cluster-name": cluster.name ?? "",
    "kubernetes-namespace": pod.namespace,
    "kubernetes-service-account": pod.serviceAccount,
    "kubernetes-pod-name": pod.name,
    "kubernetes-pod-uid": pod.uid,
  };
}

/** From the association's role on to its target role, which EKS assumes with the association's external id. */
async function onward(
  caller: Opened,
  { targetRoleArn, externalId }: PodIdentityAssociation,
  call: Call,
  sandbox: Sandbox,
): Promise<object> {
  const params = {
    RoleArn: targetRoleArn,
    RoleSessionName: caller.session.name,
    ExternalId: externalId,
    DurationSeconds: chainedSeconds,
  };
  const { Credentials, AssumedRoleUser } = (await assumeRole({ ...call, caller, params }, sandbox)) as {
    Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string; Expiration: Date };
    AssumedRoleUser: { Arn: string; AssumedRoleId: string };
  };
  return {
    assumedRoleUser: { arn: AssumedRoleUser.Arn, assumeRoleId: AssumedRoleUser.AssumedRoleId },
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
      expiration: Credentials.Expiration,
    },
  };
}

function credentialsOf({ arn, userId, session }: Opened): object {
  return {
    assumedRoleUser: { arn, assumeRoleId: userId },
    credentials: {
      accessKeyId: session.accessKey,
      secretAccessKey: session.secretKey,
      sessionToken: session.token,
      expiration: session.expires,
    },
  };
}

export const eksAuth: Service = {
  complete: true,
  route: ({ method, path }) => {
    const [, clusterName] = /^\/clusters\/([^/]+)\/assume-role-for-pod-identity$/.exec(path) ?? [];
    if (method !== "POST" || clusterName === undefined) return undefined;
    return { action: "AssumeRoleForPodIdentity", params: { clusterName: decodeURIComponent(clusterName) } };
  },
  own: { AssumeRoleForPodIdentity: assumeRoleForPodIdentity },
};
