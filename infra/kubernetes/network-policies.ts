import { pollingPort, serverPorts, type OnCluster } from "../octopus/on-cluster";

/** What pods may talk to, on top of a policy that lets them talk to nobody. */
export interface NetworkRules {
  readonly ingress: Ingress[];
  readonly egress: Egress[];
}

interface Ingress {
  readonly from: Peer[];
  readonly ports: Port[];
}

interface Egress {
  readonly to: Peer[];
  readonly ports: Port[];
}

type Labels = Record<string, string>;

interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: string[] };
  readonly namespaceSelector?: { readonly matchLabels: Labels };
  readonly podSelector?: { readonly matchLabels: Labels };
}

interface Port {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
}

const tcp = (port: number): Port => ({ protocol: "TCP", port });

/** The label that Kubernetes gives to every namespace. */
const inNamespace = (name: string): Peer => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});

/** Without the node's own services: the instance metadata service, 169.254.169.254, would hand out the node's role. */
const anywhere: Peer = { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } };

/** The cluster's own resolver. */
const dns: Egress = {
  to: [{ ...inNamespace("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
  ports: [{ protocol: "UDP", port: 53 }, tcp(53)],
};

/**
 * The Pod Identity agent on the pod's node.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
 */
const podIdentityAgent: Egress = {
  to: [{ ipBlock: { cidr: "169.254.170.23/32" } }, { ipBlock: { cidr: "fd00:ec2::23/128" } }],
  ports: [tcp(80)],
};

/** AWS, feeds, and the Kubernetes API. */
const https: Egress = { to: [anywhere], ports: [tcp(443)] };

/** Where SQL Server listens, on RDS as well. */
const database: Egress = { to: [anywhere], ports: [tcp(1433)] };

/**
 * What the server's pods need: their clients in, the database, AWS and feeds out.
 *
 * @param clients blocks of addresses that may reach it
 */
export function serverNetwork({ agents }: OnCluster, clients: readonly string[]): NetworkRules {
  const pods = agents.map(({ namespace }) => inNamespace(namespace));
  const blocks = clients.map((cidr): Peer => ({ ipBlock: { cidr } }));
  const from = [...pods, ...blocks];
  const { web, grpc, polling } = serverPorts;
  return {
    // An empty list of peers would be everybody.
    ingress: from.length > 0 ? [{ from, ports: [tcp(web), tcp(grpc), tcp(polling)] }] : [],
    egress: [dns, podIdentityAgent, https, database],
  };
}

/** What an agent and its script pods need. Nobody calls them: they poll. */
export function agentNetwork({ server }: Pick<OnCluster, "server">): NetworkRules {
  const { web, polling } = serverPorts;
  const toServer: Egress = server
    ? { to: [inNamespace(server.namespace)], ports: [tcp(web), tcp(polling)] }
    : { to: [anywhere], ports: [tcp(pollingPort)] };
  return { ingress: [], egress: [dns, podIdentityAgent, https, toServer] };
}
