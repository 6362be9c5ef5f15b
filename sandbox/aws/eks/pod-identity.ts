import type {
  CreatePodIdentityAssociationRequest,
  PodIdentityAssociation,
  UpdatePodIdentityAssociationRequest,
} from "@aws-sdk/client-eks";

import { text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import { passedRole, trusts } from "./roles";
import { arnOf, clusterOf, demand, given, inUse, invalid, notFound, randomId } from "./state";

/** Associations that a cluster holds at most. https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html */
const most = 5000;

/** Adds an association to a cluster; `ownerArn` is the add-on's that it belongs to. */
export async function associate(
  request: CreatePodIdentityAssociationRequest & { readonly ownerArn?: string },
  call: Call,
  sandbox: Sandbox,
): Promise<PodIdentityAssociation> {
  const { cluster, associations } = clusterOf(call, sandbox);
  const { namespace, serviceAccount, roleArn, targetRoleArn } = request;
  const existing = [...associations.values()].find(
    (other) => other.namespace === namespace && other.serviceAccount === serviceAccount,
  );
  if (existing) throw inUse(`Association already exists: ${existing.associationId}`);
  if (associations.size >= most) {
    throw new AwsError(
      "ResourceLimitExceededException",
      `A cluster has at most ${most} pod identity associations.`,
    );
  }
  await checkRole(roleArn, call, sandbox);
  checkTarget(targetRoleArn);
  const id = `a-${randomId(17)}`;
  const association: PodIdentityAssociation = {
    clusterName: cluster.name,
    namespace,
    serviceAccount,
    roleArn,
    associationArn: arnOf(call, "podidentityassociation", cluster.name ?? "", id),
    associationId: id,
    tags: request.tags ?? {},
    createdAt: new Date(),
    modifiedAt: new Date(),
    ownerArn: request.ownerArn,
    disableSessionTags: request.disableSessionTags ?? false,
    ...(targetRoleArn && { targetRoleArn, externalId: externalId(call, cluster.name ?? "", id) }),
    policy: request.policy,
  };
  associations.set(id, association);
  return association;
}

/** The role must be there, in this account, and trust the service that hands it to pods. */
async function checkRole(arn: string | undefined, call: Call, sandbox: Sandbox): Promise<void> {
  const role = await passedRole(arn, call, sandbox);
  if (trusts(role, "pods.eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession")) return;
  throw invalid(
    "Trust policy of the role provided is invalid. Follow the official documentation to resolve the issue.",
  );
}

function checkTarget(arn: string | undefined): void {
  if (!arn || /^arn:[^:]+:iam::\d{12}:role\/.+$/.test(arn)) return;
  throw invalid(`The target role ARN ${arn} is not valid.`);
}

function externalId({ region, account }: Call, cluster: string, id: string): string {
  return `${region}/${account}/${cluster}/${id}`;
}

function found(call: Call, sandbox: Sandbox): PodIdentityAssociation {
  const { cluster, associations } = clusterOf(call, sandbox);
  const id = text(call.params, "associationId") ?? "";
  const association = associations.get(id);
  if (!association)
    throw notFound(`Association ${id} not found in cluster ${cluster.name}.`, { associationId: id });
  return association;
}

const create: Handler = async (call, sandbox) => {
  demand(call, "namespace", "serviceAccount", "roleArn");
  return { association: await associate(given<CreatePodIdentityAssociationRequest>(call), call, sandbox) };
};

const describe: Handler = async (call, sandbox) => ({ association: found(call, sandbox) });

const listAll: Handler = async (call, sandbox) => {
  const { namespace, serviceAccount } = call.params;
  const associations = [...clusterOf(call, sandbox).associations.values()]
    .filter((one) => (namespace ?? one.namespace) === one.namespace)
    .filter((one) => (serviceAccount ?? one.serviceAccount) === one.serviceAccount)
    .map(({ clusterName, namespace, serviceAccount, associationArn, associationId, ownerArn }) => ({
      clusterName,
      namespace,
      serviceAccount,
      associationArn,
      associationId,
      ownerArn,
    }));
  return { associations };
};

const update: Handler = async (call, sandbox) => {
  const association = found(call, sandbox);
  const request = given<UpdatePodIdentityAssociationRequest>(call);
  if (request.roleArn !== undefined) await checkRole(request.roleArn, call, sandbox);
  checkTarget(request.targetRoleArn);
  const { roleArn, disableSessionTags, targetRoleArn, policy } = { ...association, ...request };
  const { clusterName = "", associationId = "" } = association;
  Object.assign(association, { roleArn, disableSessionTags, policy, modifiedAt: new Date() });
  association.targetRoleArn = targetRoleArn || undefined;
  association.externalId = targetRoleArn ? externalId(call, clusterName, associationId) : undefined;
  return { association };
};

const remove: Handler = async (call, sandbox) => {
  const association = found(call, sandbox);
  clusterOf(call, sandbox).associations.delete(association.associationId ?? "");
  return { association };
};

export const podIdentityHandlers = {
  CreatePodIdentityAssociation: create,
  DescribePodIdentityAssociation: describe,
  ListPodIdentityAssociations: listAll,
  UpdatePodIdentityAssociation: update,
  DeletePodIdentityAssociation: remove,
};
