import { generateKeyPairSync, sign } from "node:crypto";

import type { ClientSettings, TestAws } from "./aws";

interface Exchanged {
  readonly assumedRoleUser: { readonly arn: string };
  readonly credentials: ClientSettings["credentials"];
}

/** A cluster's pods, which exchange their tokens for credentials as the Pod Identity agent does. */
export class Pods {
  private readonly keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

  /** @param settings of a client in the cluster's account */
  constructor(
    private readonly aws: TestAws,
    private readonly settings: ClientSettings,
    private readonly cluster: string,
  ) {}

  /** Tells the front which key signs the cluster's tokens. */
  async register(account: string): Promise<void> {
    const keys = [{ ...this.keys.publicKey.export({ format: "jwk" }), kid: "k1" }];
    const path = `clusters/${account}/${this.settings.region}/${this.cluster}`;
    await this.aws.control("PUT", path, { keys, endpoint: "https://127.0.0.1:6443" });
  }

  /**
   * Settings of a client in a pod of a service account.
   *
   * @throws Error by AWS's name for it, when there are no credentials for such a pod
   */
  async session(namespace: string, serviceAccount: string): Promise<ClientSettings> {
    const { credentials } = await this.exchange(this.token(namespace, serviceAccount));
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    return this.aws.settings({ accessKeyId, secretAccessKey, sessionToken });
  }

  /**
   * What EKS gives for a token.
   *
   * @throws Error by AWS's name for it, when it gives nothing
   */
  async exchange(token: string): Promise<Exchanged> {
    const caller = this.settings.credentials;
    const scope = `${caller.accessKeyId}/20260101/${this.settings.region}/eks-auth/aws4_request`;
    const url = `${this.aws.handle.endpoint}/clusters/${this.cluster}/assume-role-for-pod-identity`;
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, Signature=0`,
        "x-amz-security-token": caller.sessionToken ?? "",
      },
      body: JSON.stringify({ token }),
    });
    const said = (await answer.json()) as Exchanged & { message?: string };
    if (answer.ok) return said;
    const name = answer.headers.get("x-amzn-errortype") ?? "";
    throw Object.assign(new Error(said.message), { name });
  }

  private token(namespace: string, serviceAccount: string): string {
    const claims = {
      aud: ["pods.eks.amazonaws.com"],
      exp: Math.floor(Date.now() / 1000) + 600,
      "kubernetes.io": {
        namespace,
        serviceaccount: { name: serviceAccount },
        pod: { name: `${serviceAccount}-0`, uid: "6d1c" },
      },
    };
    const parts = [{ alg: "RS256", kid: "k1" }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    const text = parts.join(".");
    return `${text}.${sign("sha256", Buffer.from(text), this.keys.privateKey).toString("base64url")}`;
  }
}
