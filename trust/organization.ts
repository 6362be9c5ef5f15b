import type { ReadDocument } from "./documents/read";
import type { Unknown } from "./truth";

/** What is known of an AWS organization: who there is, what they may do, and what runs as whom. */
export interface Organization {
  /** E.g. `o-exampleorgid`; undefined if it is not known. */
  readonly id?: string;
  readonly accounts: ReadonlyMap<string, Account>;
  /** By ARN. */
  readonly roles: ReadonlyMap<string, Role>;
  /** By ARN. */
  readonly users: ReadonlyMap<string, Identity>;
  readonly podIdentities: readonly PodIdentity[];
  readonly compute: readonly Compute[];
  readonly kubernetes: readonly KubernetesGrant[];
  /** What could not be read, or is malformed: an answer that depends on it is never a plain yes or no. */
  readonly findings: readonly Finding[];
}

export interface Account {
  readonly id: string;
  /** Guardrails bind neither the principals nor the resources of the management account. */
  readonly isManagement: boolean | Unknown;
  /** From the root of the organization to the account; unknown if its place is not known; empty outside of it. */
  readonly levels: readonly Level[] | Unknown;
}

/** One level of an account's place, with the guardrails attached to it. */
export interface Level {
  /** In words, e.g. `the root`, `OU Workloads` or `account 111111111111`. */
  readonly target: string;
  /** Undefined where service control policies are not enabled, so that they restrict nothing. */
  readonly scps?: readonly NamedDocument[];
  readonly rcps?: readonly NamedDocument[];
}

export interface NamedDocument {
  /** E.g. `octolaunch-scp-1` or the name of an inline policy. */
  readonly name: string;
  /** Of a policy that stands for itself and is attached, e.g. `arn:aws:iam::111111111111:policy/octopus/Build`. */
  readonly arn?: string;
  readonly document: ReadDocument;
}

/** A role or user. */
export interface Identity {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  /** `AROA…` or `AIDA…`; undefined if it is not known. */
  readonly uniqueId?: string;
  /** Inline and attached policies, a group's included. One that is attached and not known has an unknown document. */
  readonly policies: readonly NamedDocument[];
  readonly boundary?: NamedDocument;
  /** By key in lower case, since tag keys are compared without case. */
  readonly tags: ReadonlyMap<string, string> | Unknown;
}

export interface Role extends Identity {
  readonly trust: ReadDocument;
  /** Longest session, in seconds; undefined if it is not known. */
  readonly maxSessionSeconds?: number;
}

/** An EKS Pod Identity association: pods of a service account get sessions of a role. */
export interface PodIdentity {
  readonly clusterArn: string | Unknown;
  readonly account: string;
  readonly namespace: string | Unknown;
  readonly serviceAccount: string | Unknown;
  /** ARN; unknown where it may be any role. */
  readonly role: string | Unknown;
  /** The role that EKS assumes from `role` in turn. */
  readonly targetRole?: string | Unknown;
  readonly disableSessionTags: boolean | Unknown;
}

/** Something that already runs as a role, e.g. a function, a stack or a task definition. */
export interface Compute {
  /** CloudFormation's name of its type, e.g. `AWS::Lambda::Function`. */
  readonly type: string;
  /** Where it is not known yet, what it is called in the data, e.g. a URN. */
  readonly arn: string;
  readonly account: string;
  /** ARN of the role that it runs as; unknown where it may be any role. */
  readonly role: string | Unknown;
}

/** What a subject of a cluster may do: it acts as the service accounts of a namespace. */
export interface KubernetesGrant {
  readonly clusterArn: string | Unknown;
  /** E.g. `system:serviceaccount:ci:runner`, `Group:developers`, or the ARN of an IAM role with an access entry. */
  readonly subject: string | Unknown;
  /** `*` for all. */
  readonly namespace: string;
  /** `*` for all. */
  readonly serviceAccount: string;
  /** In words, e.g. `create pods` or `mint tokens`. */
  readonly by: string;
}

/** Something about the data itself that whoever reads an answer has to know. */
export interface Finding {
  /** What it is about, e.g. an ARN or a resource's name. */
  readonly subject: string;
  /** Place in a document, e.g. `Statement[1].Effect`; empty if it is about the whole. */
  readonly place: string;
  readonly message: string;
}
