import { join } from "node:path";

import type { ClusterPlan } from "./control-planes";

/** Files of a control plane, in its folder. */
export const files = {
  authority: "ca.crt",
  certificate: "apiserver.crt",
  certificateKey: "apiserver.key",
  serviceAccountKey: "sa.key",
  serviceAccountPublicKey: "sa.pub",
  tokens: "tokens.csv",
  authentication: "authentication.json",
  authorization: "authorization.json",
  controllers: "controllers.json",
} as const;

export interface Ports {
  readonly etcd: number;
  readonly etcdPeers: number;
  readonly apiServer: number;
}

/** Its data goes with the sandbox, so that nothing has to survive a crash of the machine. */
export function etcdArguments(folder: string, { etcd, etcdPeers }: Ports): string[] {
  return flags({
    "data-dir": join(folder, "etcd"),
    "listen-client-urls": `http://127.0.0.1:${etcd}`,
    "advertise-client-urls": `http://127.0.0.1:${etcd}`,
    "listen-peer-urls": `http://127.0.0.1:${etcdPeers}`,
    "initial-advertise-peer-urls": `http://127.0.0.1:${etcdPeers}`,
    "initial-cluster": `default=http://127.0.0.1:${etcdPeers}`,
    "unsafe-no-fsync": "true",
    "log-level": "error",
  });
}

/** As EKS sets it up, as far as that can be seen from outside. */
export function apiServerArguments(folder: string, plan: ClusterPlan, ports: Ports): string[] {
  const file = (name: keyof typeof files): string => join(folder, files[name]);
  return flags({
    "etcd-servers": `http://127.0.0.1:${ports.etcd}`,
    "bind-address": "127.0.0.1",
    "secure-port": String(ports.apiServer),
    "tls-cert-file": file("certificate"),
    "tls-private-key-file": file("certificateKey"),
    "service-account-issuer": plan.issuer,
    "service-account-jwks-uri": `${plan.issuer}/keys`,
    "service-account-key-file": file("serviceAccountPublicKey"),
    "service-account-signing-key-file": file("serviceAccountKey"),
    // Tokens are minted for any audience, AWS's as well; those for others are none for the API server itself.
    "api-audiences": "https://kubernetes.default.svc",
    "token-auth-file": file("tokens"),
    "authentication-token-webhook-config-file": file("authentication"),
    "authentication-token-webhook-version": "v1",
    // Access entries change, and tests want to see it.
    "authentication-token-webhook-cache-ttl": "1s",
    "authorization-mode": "RBAC,Webhook",
    "authorization-webhook-config-file": file("authorization"),
    "authorization-webhook-version": "v1",
    "authorization-webhook-cache-authorized-ttl": "1s",
    "authorization-webhook-cache-unauthorized-ttl": "1s",
    "service-cluster-ip-range": plan.serviceRange,
    "allow-privileged": "true",
    // It would refuse to announce a loopback address as the service `kubernetes`.
    "endpoint-reconciler-type": "none",
    profiling: "false",
  });
}

/**
 * Controllers without which objects do not come and go as they do on a cluster. Those that make pods are left out: no
 * node would run them.
 */
const controllers = [
  "clusterrole-aggregation-controller",
  "garbage-collector-controller",
  "namespace-controller",
  "root-ca-certificate-publisher-controller",
  "serviceaccount-controller",
  "serviceaccount-token-controller",
];

export function controllerArguments(folder: string): string[] {
  const file = (name: keyof typeof files): string => join(folder, files[name]);
  return flags({
    kubeconfig: file("controllers"),
    controllers: controllers.join(","),
    "service-account-private-key-file": file("serviceAccountKey"),
    "root-ca-file": file("authority"),
    "leader-elect": "false",
    "secure-port": "0",
    profiling: "false",
  });
}

function flags(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}

/** A configuration for a client of Kubernetes's own; also how the API server is told of its webhooks. */
export function clientConfig(server: string, more: { authority?: string; token?: string } = {}): string {
  const { authority, token } = more;
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "sandbox", cluster: { server, "certificate-authority": authority } }],
    users: [{ name: "sandbox", user: { token } }],
    contexts: [{ name: "sandbox", context: { cluster: "sandbox", user: "sandbox" } }],
    "current-context": "sandbox",
  });
}
