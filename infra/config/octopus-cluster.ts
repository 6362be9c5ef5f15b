import { z } from "zod";

import { parseCidr } from "./cidr";
import { octopusName } from "./octopus-names";

/** The setting `octopus.onCluster`: Octopus Server and its agents as Helm charts on the tooling stack's cluster. */

/** A service account as settings write it, e.g. `octopus-prod/octopus-prod`. */
export const serviceAccount = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, {
  error: "is no service account: write its namespace and name, e.g. octopus-prod/octopus-prod",
});

const chart = (url: string, version: string) =>
  z
    .strictObject({
      /** Where the machine that runs this program fetches it: the publisher's registry or a mirror of it. */
      url: z
        .string()
        .regex(/^oci:\/\/[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/, {
          error:
            "is no chart in an OCI registry: write it with oci:// and without a version, e.g. " +
            "oci://123456789012.dkr.ecr.us-east-1.amazonaws.com/octopusdeploy-helm",
        })
        .default(url),
      version: z
        .string()
        .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, {
          error: `is no exact version of a chart, which would be another one some day: write e.g. ${version}`,
        })
        .default(version),
    })
    .prefault({});

const image = (repository: string) =>
  z
    .strictObject({
      /** Where the nodes pull it from. */
      repository: z
        .string()
        .regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/, {
          error: `is no repository of images: write it without https:// and without a tag, e.g. ${repository}`,
        })
        .default(repository),
      /** The chart's by default. */
      tag: z
        .string()
        .regex(/^[A-Za-z0-9_][\w.-]{0,127}$/, { error: "is no tag of an image" })
        .optional(),
    })
    .prefault({});

const size = (usual: string) =>
  z
    .string()
    .regex(/^[1-9]\d*(Mi|Gi|Ti)$/, { error: `is no size of a volume: write e.g. ${usual}` })
    .default(usual);

const storageClass = z.string().regex(/^[a-z0-9.-]+$/, { error: "is no name of a storage class" });

/** What goes to a chart beside what the program decides. */
const values = z.record(z.string(), z.unknown()).default({});

const server = z
  .strictObject({
    /** Of its pods. Bound to a launcher, steps on the built-in worker get the roles of the binding. */
    serviceAccount: serviceAccount.default("octopus/octopus-server"),
    chart: chart("oci://ghcr.io/octopusdeploy/octopusdeploy-helm", "1.15.0"),
    image: image("octopusdeploy/octopusdeploy"),
    /** More than one is high availability: it needs a license for it and volumes that several nodes share. */
    replicas: z.int().min(1).max(9).default(1),
    /** Of all its volumes; our own encrypted gp3 by default, which one node at a time can mount. */
    storageClass: storageClass.optional(),
    storage: z
      .strictObject({
        packages: size("20Gi"),
        artifacts: size("10Gi"),
        taskLogs: size("10Gi"),
        auditLogs: size("1Gi"),
        serverLogs: size("1Gi"),
      })
      .prefault({}),
    /** Blocks from which browsers, polling agents and load balancers reach it; pods of our agents always do. */
    clients: z
      .array(
        z.string().refine((text) => parseCidr(text) !== undefined, {
          error: "is no CIDR block: write its first address and a prefix length, e.g. 10.40.0.0/16",
        }),
      )
      .default([]),
    values,
  })
  .prefault({});

const https = /^https:\/\/[A-Za-z0-9.-]+(:\d+)?$/;

const agents = z
  .strictObject({
    /** URL of a server that is not on the cluster, as pods reach it. */
    serverUrl: z
      .string()
      .regex(https, {
        error: "is no URL of a server: write https:// and its host, e.g. https://octopus.example.com",
      })
      .optional(),
    /** Where agents poll, one address for each node of the server; port 10943 of `serverUrl` by default. */
    pollingAddresses: z
      .array(
        z.string().regex(https, {
          error: "is no address to poll: write e.g. https://octopus.example.com:10943",
        }),
      )
      .min(1, { error: "is empty: write at least one, or remove it" })
      .optional(),
    chart: chart("oci://registry-1.docker.io/octopusdeploy/kubernetes-agent", "3.13.2"),
    image: image("octopusdeploy/kubernetes-agent-tentacle"),
    /** What steps run in unless they name a container. */
    scriptImage: image("octopusdeploy/worker-tools"),
    /** Of the volume that an agent shares with its script pods; our own encrypted gp3 by default. */
    storageClass: storageClass.optional(),
    /** `shared` lets script pods run on every node; its storage class must be ReadWriteMany. */
    scriptPods: z.enum(["onNodeOfAgent", "shared"]).default("onNodeOfAgent"),
    size: size("10Gi"),
    values,
  })
  .prefault({});

/** An agent through which Octopus deploys to this very cluster. */
const target = z.strictObject({
  name: octopusName,
  environment: z.string(),
  /** Of its script pods, in a namespace that nobody else uses. */
  serviceAccount,
  tags: z
    .array(z.string().min(1))
    .min(1, { error: "is empty, so that no step would choose it: write e.g. [k8s]" })
    .default(["k8s"]),
  /** The namespaces that it may change, which exist already. */
  deployTo: z
    .array(z.string().regex(/^[a-z0-9-]+$/, { error: "is no name of a namespace" }))
    .min(1, { error: "is empty, so that it could deploy nothing: name at least one namespace" }),
});

export const onClusterSchema = z
  .strictObject({
    /** Whether you accept https://octopus.com/legal/customer-agreement, without which no chart starts. */
    acceptEula: z.boolean().default(false),
    server,
    agents,
    targets: z.array(target).default([]),
  })
  .prefault({});

/** The setting `octopus.onCluster` as it is written, with defaults. */
export type OnClusterSettings = z.output<typeof onClusterSchema>;
