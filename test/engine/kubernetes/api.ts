import { execFileSync } from "node:child_process";
import { request } from "node:https";

import type { KubernetesObject } from "../../../sandbox/plugins/kubernetes/objects";

/** What somebody may want to do. */
export interface Review {
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
}

interface Kubeconfig {
  readonly clusters: readonly { cluster: { server: string; "certificate-authority-data": string } }[];
  readonly users: readonly { user: { exec: { command: string; args: string[] } } }[];
}

/** An API server, asked as kubectl asks it: with a token that the command in the kubeconfig makes. */
export class ClusterApi {
  private constructor(
    private readonly server: string,
    private readonly ca: Buffer,
    private readonly token: string,
  ) {}

  /**
   * @param kubeconfig as the program has it
   * @param env environment of the command that makes the token
   * @param role of the token, if it is not that of the kubeconfig
   */
  static open(kubeconfig: string, env: NodeJS.ProcessEnv, role?: string): ClusterApi {
    const { clusters, users } = JSON.parse(kubeconfig) as Kubeconfig;
    const { server = "", "certificate-authority-data": authority = "" } = clusters[0]?.cluster ?? {};
    const { command = "", args = [] } = users[0]?.user.exec ?? {};
    const own = role === undefined ? args : [...args.slice(0, args.indexOf("--role")), "--role", role];
    const said = execFileSync(command, own, { env, encoding: "utf8" });
    const { status } = JSON.parse(said) as { status: { token: string } };
    return new ClusterApi(server, Buffer.from(authority, "base64"), status.token);
  }

  get(path: string): Promise<KubernetesObject> {
    return this.send("GET", path);
  }

  async list(path: string): Promise<readonly KubernetesObject[]> {
    return ((await this.get(path)) as unknown as { items: KubernetesObject[] }).items;
  }

  patch(path: string, body: object): Promise<KubernetesObject> {
    return this.send("PATCH", path, body, "application/merge-patch+json");
  }

  create(path: string, body: object): Promise<KubernetesObject> {
    return this.send("POST", path, body);
  }

  /** Whether somebody may do something. */
  async may(user: string, resourceAttributes: Review): Promise<boolean> {
    const [, , namespace = ""] = user.split(":");
    const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"];
    const { status } = await this.send("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SubjectAccessReview",
      spec: { user, groups, resourceAttributes },
    });
    return (status as { allowed: boolean }).allowed;
  }

  /** @param pod that the token is for, if it is one's */
  async tokenOf(
    namespace: string,
    serviceAccount: string,
    audience: string,
    pod?: KubernetesObject,
  ): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
    const { status } = await this.create(path, {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: {
        audiences: [audience],
        expirationSeconds: 600,
        boundObjectRef: pod && { kind: "Pod", apiVersion: "v1", ...pod.metadata },
      },
    });
    return (status as { token: string }).token;
  }

  /** Whether the API server takes a token for one of its users'. */
  async accepts(token: string): Promise<boolean> {
    const { status } = await this.send("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenReview",
      spec: { token },
    });
    return (status as { authenticated?: boolean }).authenticated === true;
  }

  private send(
    method: string,
    path: string,
    body?: object,
    contentType = "application/json",
  ): Promise<KubernetesObject> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.token}`, "content-type": contentType };
      const sent = request(this.server + path, { method, headers, ca: this.ca, agent: false }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          const said = JSON.parse(Buffer.concat(parts).toString()) as KubernetesObject & { message?: string };
          if ((answer.statusCode ?? 0) < 300) resolve(said);
          else reject(new Error(said.message));
        });
      });
      sent.on("error", reject);
      sent.end(body && JSON.stringify(body));
    });
  }
}
