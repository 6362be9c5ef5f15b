import { gunzipSync, gzipSync } from "node:zlib";

import type { Values } from "../protocol/values";
import type { KubernetesObject } from "./objects";

/** What Helm records of one revision of a release, as far as the sandbox knows it. */
export interface ReleaseRecord {
  readonly name: string;
  readonly namespace: string;
  /** The revision. */
  readonly version: number;
  readonly info: {
    readonly first_deployed: string;
    readonly last_deployed: string;
    readonly deleted: string;
    readonly description: string;
    readonly status: "deployed" | "superseded";
  };
  readonly chart: {
    readonly metadata: {
      readonly apiVersion: "v2";
      readonly name: string;
      readonly version: string;
      readonly annotations: Readonly<Record<string, string>>;
    };
    readonly templates: readonly never[];
    readonly values: Values;
  };
  /** The values that the program gives. */
  readonly config: Values;
  /** What the chart made of them; nothing, because nobody renders it. */
  readonly manifest: string;
}

/** The chart as the program names it, e.g. `oci://registry-1.docker.io/octopusdeploy/octopusdeploy-helm`. */
export const chartAnnotation = "octolaunch/chart";
/** The repository that it is looked up in, if any. */
export const repositoryAnnotation = "octolaunch/repository";

const type = "helm.sh/release.v1";
export const labelsOf = (name: string): string => `owner=helm,name=${name}`;

/**
 * The secret in which Helm keeps a revision, under the names and labels that it gives them.
 *
 * @see https://github.com/helm/helm/blob/v3.20.0/pkg/storage/driver/secrets.go
 */
export function secretOf(record: ReleaseRecord): KubernetesObject {
  const { name, namespace, version, info } = record;
  // Helm compresses, and encodes once itself and once as every secret is.
  const release = gzipSync(JSON.stringify(record)).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Secret",
    type,
    metadata: {
      name: `sh.helm.release.v1.${name}.v${version}`,
      namespace,
      labels: { owner: "helm", name, status: info.status, version: String(version) },
    },
    data: { release: Buffer.from(release).toString("base64") },
  };
}

/** @throws Error when the secret holds no release */
export function recordIn({ data, metadata }: KubernetesObject): ReleaseRecord {
  const { release } = (data ?? {}) as { release?: string };
  if (release === undefined) throw new Error(`the secret ${metadata.name} holds no release`);
  const compressed = Buffer.from(Buffer.from(release, "base64").toString(), "base64");
  return JSON.parse(gunzipSync(compressed).toString()) as ReleaseRecord;
}
