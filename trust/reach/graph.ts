import type { Pattern } from "../bound/pattern";
import type { Truth } from "../truth";

/** Somebody or something from which a role can be had. */
export type Node =
  | Principal
  /** The principals of an account of which nothing is known here, which that account decides on. */
  | { readonly kind: "account"; readonly account: string }
  /** The principals of accounts of the organization that are not known here. */
  | { readonly kind: "other accounts" }
  | { readonly kind: "anyone" }
  /** Somebody whom an identity provider vouches for, in words, e.g. `sub repo:example/shop:*`. */
  | { readonly kind: "federated"; readonly provider: string; readonly subject: string }
  /** A service of AWS that acts for somebody outside of the model. */
  | { readonly kind: "service"; readonly service: string }
  | {
      readonly kind: "pod";
      /** `*` for any; the same holds for the other two. */
      readonly clusterArn: string;
      readonly namespace: string;
      readonly serviceAccount: string;
    }
  | { readonly kind: "kubernetes"; readonly clusterArn: string; readonly subject: string }
  /** A role or user that is named by its id alone and that nothing here has. */
  | { readonly kind: "id"; readonly id: string };

/** A role's session, a user, or the root user of an account. */
export interface Principal {
  readonly kind: "principal";
  readonly arn: string;
  /** Tags that the session must carry to get on; none for any session. */
  readonly tags: Tags;
  /** The name that the session must have; undefined for any. */
  readonly session?: string;
}

/** By key in lower case; a value may be any that a pattern stands for. */
export type Tags = ReadonlyMap<string, Pattern>;

export const noTags: Tags = new Map();

/** Any session of a role, or a user. */
export function anySession(arn: string): Principal {
  return { kind: "principal", arn, tags: noTags };
}

export type Certainty = "proven" | "possible";

/** Of a step that is not ruled out. */
export function certaintyOf(truth: Truth): Certainty {
  return truth === "yes" ? "proven" : "possible";
}

/** One step: who is at `from` gets what is at `to`. */
export interface Edge {
  readonly from: Node;
  readonly to: Node;
  readonly kind: EdgeKind;
  /** Possible if the step depends on something that is not known or outside of the model. */
  readonly certainty: Certainty;
  /** How the step is done, e.g. `iam:PassRole to lambda.amazonaws.com`. */
  readonly how: string;
  /** What takes the step away, e.g. `take iam:PassRole on arn:… from arn:…`. */
  readonly remedy: string;
}

export type EdgeKind =
  | "assume role"
  | "federation"
  | "service"
  | "pass role"
  | "edit trust"
  | "edit policies"
  | "edit provider"
  | "create role"
  | "credentials"
  | "pod identity"
  | "existing compute"
  | "kubernetes";

/** A node as a key of maps: equal nodes have equal keys, and any session of a role has the role's ARN. */
export function keyOf(node: Node): string {
  switch (node.kind) {
    case "principal": {
      const { arn, tags, session } = node;
      if (tags.size === 0 && session === undefined) return arn;
      const carried = [...tags].map(([key, { as, glob }]) => [key, as, glob]);
      return JSON.stringify([
        arn,
        session,
        carried.sort(([one = ""], [other = ""]) => (one < other ? -1 : 1)),
      ]);
    }
    case "account":
      return `account ${node.account}`;
    case "other accounts":
    case "anyone":
      return node.kind;
    case "federated":
      return `federated ${node.provider} ${node.subject}`;
    case "service":
      return `service ${node.service}`;
    case "pod":
      return `pod ${node.clusterArn} ${node.namespace}/${node.serviceAccount}`;
    case "kubernetes":
      return `kubernetes ${node.clusterArn} ${node.subject}`;
    case "id":
      return `id ${node.id}`;
  }
}

/** A node in words, e.g. `arn:… in sessions tagged kubernetes-namespace=octopus`. */
export function nameOf(node: Node): string {
  switch (node.kind) {
    case "principal":
      return nameOfPrincipal(node);
    case "account":
      return `whomever account ${node.account} lets`;
    case "other accounts":
      return "whomever accounts of the organization let that are not known here";
    case "anyone":
      return "anyone";
    case "federated":
      return `${node.subject} of ${node.provider}`;
    case "service":
      return `whoever makes ${node.service} act`;
    case "pod":
      return `pods of ${node.namespace}/${node.serviceAccount} in ${node.clusterArn}`;
    case "kubernetes":
      return `${node.subject} in ${node.clusterArn}`;
    case "id":
      return `the role or user ${node.id}, which is not known here`;
  }
}

function nameOfPrincipal({ arn, tags, session }: Principal): string {
  const [, account] = /^arn:[^:]+:iam::([^/]+):root$/.exec(arn) ?? [];
  if (account !== undefined) return `the root user of account ${account}`;
  const carried = [...tags].map(([key, { text }]) => `${key}=${text}`).join(", ");
  const named = [
    ...(session === undefined ? [] : [`named ${session}`]),
    ...(carried ? [`tagged ${carried}`] : []),
  ].join(" and ");
  return named ? `${arn} in sessions ${named}` : arn;
}
