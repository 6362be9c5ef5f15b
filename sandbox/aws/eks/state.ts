import { randomBytes } from "node:crypto";

import type {
  AccessEntry,
  Addon,
  AssociatedAccessPolicy,
  Cluster,
  Nodegroup,
  PodIdentityAssociation,
  Update,
} from "@aws-sdk/client-eks";

import type { ControlPlane } from "../../kubernetes/control-planes";
import type { Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";
import type { SigningKey } from "./tokens";

/** A cluster with all that belongs to it. */
export interface ClusterRecord {
  cluster: Cluster;
  readonly nodegroups: Map<string, Nodegroup>;
  readonly addons: Map<string, Addon>;
  readonly associations: Map<string, PodIdentityAssociation>;
  readonly entries: Map<string, EntryRecord>;
  /** None in a sandbox that was started without Kubernetes. */
  readonly controlPlane?: ControlPlane;
  /** With what it signs its service accounts' tokens; none until something runs behind it. */
  signingKeys: readonly SigningKey[];
  /** Updates by id, with the node group or add-on that they are of. */
  readonly updates: Map<string, { readonly of?: string; readonly update: Update }>;
}

export interface EntryRecord {
  entry: AccessEntry;
  readonly policies: Map<string, AssociatedAccessPolicy>;
}

const states = new WeakMap<Sandbox, Map<string, Map<string, ClusterRecord>>>();

/** The clusters of the caller's account in the request's region, by name. */
export function clustersOf(
  { account, region }: Pick<Call, "account" | "region">,
  sandbox: Sandbox,
): Map<string, ClusterRecord> {
  const accounts = states.get(sandbox) ?? new Map<string, Map<string, ClusterRecord>>();
  states.set(sandbox, accounts);
  const key = `${account}/${region}`;
  const clusters = accounts.get(key) ?? new Map<string, ClusterRecord>();
  accounts.set(key, clusters);
  return clusters;
}

/** The cluster that a request is about. */
export function clusterOf(call: Call, sandbox: Sandbox): ClusterRecord {
  const name = String(call.params.clusterName ?? call.params.name);
  const found = clustersOf(call, sandbox).get(name);
  if (!found) throw notFound(`No cluster found for name: ${name}.`, { clusterName: name });
  return found;
}

/** A request's parameters as the SDK's type for them. */
export function given<T>(call: Call): T {
  return call.params as unknown as T;
}

/** The ARN of something of a cluster, e.g. `arnOf(call, "addon", "c", "vpc-cni", id)`. */
export function arnOf(call: Call, ...parts: string[]): string {
  const { partition, region, account } = call;
  return `arn:${partition}:eks:${region}:${account}:${parts.join("/")}`;
}

/** A random id of lower-case letters and digits. */
export function randomId(length: number): string {
  return randomBytes(length).toString("hex").slice(0, length);
}

export function invalid(message: string, fields: Record<string, unknown> = {}): AwsError {
  return new AwsError("InvalidParameterException", message, 400, fields);
}

export function notFound(message: string, fields: Record<string, unknown> = {}): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404, fields);
}

export function inUse(message: string, fields: Record<string, unknown> = {}): AwsError {
  return new AwsError("ResourceInUseException", message, 409, fields);
}

/** Refuses a request that lacks one of these parameters. */
export function demand(call: Call, ...names: string[]): void {
  for (const name of names) {
    const value = call.params[name];
    if (value === undefined || value === "") throw invalid(`The parameter ${name} is required.`);
  }
}
