import type { SigningKey } from "../aws/eks/tokens";

/** What a cluster wants of its control plane. */
export interface ClusterPlan {
  /** A folder's name that no other cluster of the sandbox has. */
  readonly id: string;
  /** Issuer of its service accounts' tokens, e.g. `https://oidc.eks.eu-west-1.amazonaws.com/id/0123`. */
  readonly issuer: string;
  /** Addresses of its services, e.g. `172.20.0.0/16`. */
  readonly serviceRange: string;
  /** Addresses that say whose a token is, and what somebody may do. */
  readonly authentication: string;
  readonly authorization: string;
}

/** The API server of one cluster. */
export interface ControlPlane {
  /** E.g. `https://127.0.0.1:40001`. */
  readonly endpoint: string;
  /** PEM of the certificate that it is recognized by. */
  readonly authority: string;
  readonly signingKeys: readonly SigningKey[];
  /** Ends it and forgets everything in it. */
  stop(): Promise<void>;
}

/** Where the clusters of a sandbox get their control planes. */
export interface ControlPlanes {
  prepare(plan: ClusterPlan): Promise<ControlPlane>;
  /** Ends all of them. */
  stop(): Promise<void>;
}
