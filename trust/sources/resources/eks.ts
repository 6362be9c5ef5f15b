import { isAccountId } from "../../documents/arn";
import { accessOf, nodeAccess } from "../access-policies";
import type { KubernetesGrant, PodIdentity } from "../../organization";
import { unknown, type Unknown } from "../../truth";

import { reference, type Context, type Resource } from "./context";
import { assumedRole } from "./home";
import { roleReference } from "./identities";
import { isFields, items, text } from "./plain";

export const clusterType = "aws:eks/cluster:Cluster";

/** What EKS hands out to pods, and who may act as a cluster's pods. */
export interface Eks {
  readonly podIdentities: readonly PodIdentity[];
  readonly kubernetes: readonly KubernetesGrant[];
}

/** Reads one resource of EKS; nothing for any other. */
export function eksOf(resource: Resource, context: Context): Eks {
  const read = Object.hasOwn(readers, resource.type) ? readers[resource.type] : undefined;
  return { podIdentities: [], kubernetes: [], ...read?.(resource, context) };
}

/** The ARN of a cluster, unknown without its name, region or account. */
export function clusterArn({ props, home }: Resource, name = text(props.name)): string | Unknown {
  const arn = text(props.arn);
  if (typeof arn === "string" && arn.includes(":cluster/")) return arn;
  if (typeof name !== "string" || home.region === unknown || !isAccountId(home.account)) return unknown;
  return `arn:${home.partition}:eks:${home.region}:${home.account}:cluster/${name}`;
}

/** The cluster that a resource belongs to. */
function clusterOf(resource: Resource, context: Context): string | Unknown {
  const name = reference(resource, "clusterName", clusterType, ({ urn }) => urn, context);
  if (typeof name !== "string") return unknown;
  const cluster = context.byUrn.get(name) ?? context.byName(clusterType, resource.home.account, name);
  return cluster ? clusterArn(cluster) : clusterArn(resource, name);
}

const readers: Readonly<Record<string, (resource: Resource, context: Context) => Partial<Eks>>> = {
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": (resource, context) => {
    const { props, home } = resource;
    const targetRole = roleReference(resource, "targetRoleArn", context);
    const { disableSessionTags = false } = props;
    const association: PodIdentity = {
      clusterArn: clusterOf(resource, context),
      account: home.account,
      namespace: text(props.namespace) ?? unknown,
      serviceAccount: text(props.serviceAccount) ?? unknown,
      role: roleReference(resource, "roleArn", context) ?? unknown,
      ...(targetRole !== undefined && { targetRole }),
      disableSessionTags: typeof disableSessionTags === "boolean" ? disableSessionTags : unknown,
    };
    return { podIdentities: [association] };
  },

  "aws:eks/addon:Addon": (resource, context) => {
    const { props, home } = resource;
    const associations = items(props.podIdentityAssociations) ?? [];
    const namespace = isFields(props.namespaceConfig) ? text(props.namespaceConfig.namespace) : undefined;
    return {
      podIdentities: (associations === unknown ? [unknown] : associations).map((item) => {
        const fields = isFields(item) ? item : {};
        return {
          clusterArn: clusterOf(resource, context),
          account: home.account,
          // Without a configuration the add-on's own, which the data does not tell.
          namespace: namespace ?? unknown,
          serviceAccount: text(fields.serviceAccount) ?? unknown,
          role: text(fields.roleArn) ?? unknown,
          disableSessionTags: false,
        };
      }),
    };
  },

  "aws:eks/accessEntry:AccessEntry": (resource, context) => {
    const { props } = resource;
    const type = text(props.type) ?? "STANDARD";
    const groups = items(props.kubernetesGroups) ?? [];
    const by = [
      ...(type === "STANDARD" ? [] : [nodeAccess]),
      ...(groups === unknown || groups.includes(unknown)
        ? ["the rights of Kubernetes groups not known yet"]
        : []),
      ...(groups === unknown ? [] : groups)
        .filter((group) => typeof group === "string")
        .map((group) => `the rights of the Kubernetes group ${group}, which are not known here`),
    ];
    return { kubernetes: by.map((words) => grant(resource, principal(resource, context), words, context)) };
  },

  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": (resource, context) => {
    const { props } = resource;
    const by = accessOf(text(props.policyArn) ?? unknown);
    if (by === undefined) return {};
    const scope = isFields(props.accessScope) ? props.accessScope : {};
    const listed = scope.type === "namespace" ? items(scope.namespaces) : undefined;
    const namespaces = Array.isArray(listed) ? listed.map((name) => text(name) ?? unknown) : ["*"];
    const subject = principal(resource, context);
    return {
      kubernetes: namespaces.map((namespace) => ({
        ...grant(resource, subject, by, context),
        namespace: namespace === unknown ? "*" : namespace,
      })),
    };
  },

  [clusterType]: (resource, context) => {
    const config = resource.props.accessConfig ?? {};
    const mode = isFields(config) ? config.authenticationMode : unknown;
    const creator = isFields(config) ? config.bootstrapClusterCreatorAdminPermissions : unknown;
    const maker = assumedRole(resource.provider) ?? unknown;
    return {
      kubernetes: [
        ...(creator === false
          ? []
          : [grant(resource, maker, "everything, as who created the cluster", context)]),
        // Access entries alone are AWS's to tell; the ConfigMap is inside of the cluster.
        ...(mode === "API"
          ? []
          : [grant(resource, unknown, "whatever the ConfigMap aws-auth says", context)]),
      ],
    };
  },

  "aws:eks/nodeGroup:NodeGroup": (resource, context) => ({
    kubernetes: [
      grant(resource, roleReference(resource, "nodeRoleArn", context) ?? unknown, nodeAccess, context),
    ],
  }),

  "aws:eks/fargateProfile:FargateProfile": (resource, context) => {
    const role = roleReference(resource, "podExecutionRoleArn", context) ?? unknown;
    return { kubernetes: [grant(resource, role, nodeAccess, context)] };
  },
};

function principal(resource: Resource, context: Context): string | Unknown {
  return roleReference(resource, "principalArn", context) ?? unknown;
}

/** Over all service accounts of a cluster. */
function grant(resource: Resource, subject: string | Unknown, by: string, context: Context): KubernetesGrant {
  const cluster = resource.type === clusterType ? clusterArn(resource) : clusterOf(resource, context);
  return { clusterArn: cluster, subject, namespace: "*", serviceAccount: "*", by };
}
