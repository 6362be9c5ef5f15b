import type { OnClusterSettings } from "../config/octopus-cluster";
import { pollingPort, serverPorts, type ServerOnCluster } from "../octopus/on-cluster";
import type { Values } from "./overlay";

/** Places of the chart's values that are secrets; `createSecrets: false` leaves them to Kubernetes's own. */
export const serverSecretValues = [
  "octopus.databaseConnectionString",
  "octopus.licenseKeyBase64",
  "octopus.masterKey",
  "octopus.password",
  "dockerHub.creds",
];

/**
 * Values for the chart of Octopus Server.
 *
 * @param storageClass of every volume
 * @see https://github.com/OctopusDeploy/helm-charts/blob/main/charts/octopus-deploy/values.yaml
 */
export function serverValues(
  { acceptEula, server }: OnClusterSettings,
  { serviceAccount }: ServerOnCluster,
  storageClass: string,
): Values {
  const { packages, artifacts, taskLogs, auditLogs, serverLogs } = server.storage;
  return {
    octopus: {
      acceptEula: acceptEula ? "Y" : "N",
      createSecrets: false,
      image: { repository: server.image.repository, ...(server.image.tag ? { tag: server.image.tag } : {}) },
      replicaCount: server.replicas,
      tentaclePort: pollingPort,
      grpcPort: serverPorts.grpc,
      // It would run the container privileged.
      enableDockerInDocker: false,
      podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
      serviceAccount: { create: false, name: serviceAccount },
      // Nothing outside of the cluster reaches it but through what the user puts before it.
      service: { type: "ClusterIP" },
      packageRepositoryVolume: { size: packages },
      artifactVolume: { size: artifacts },
      taskLogVolume: { size: taskLogs },
      auditLogVolume: { size: auditLogs },
      serverLogVolume: { size: serverLogs },
    },
    global: { storageClass },
    mssql: { enabled: false },
    // A repair of releases older than ours, with an image from a registry that a private cluster does not reach.
    hooks: { enableSelectorLabelsFix: false },
  };
}
