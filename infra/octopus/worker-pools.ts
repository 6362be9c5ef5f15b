import type { OctopusSettings } from "../config/octopus";
import type { Environment, Organization } from "../config/model";
import { octopusEnvironments } from "./environments";
import { displayName } from "./names";

/** The workers of one environment: pods of a service account that may have its roles. */
export interface WorkerPool {
  readonly name: string;
  /** Slug of the environment. */
  readonly environment: string;
  readonly serviceAccount: BoundServiceAccount;
}

/** A service account that a launcher is bound to. */
export interface BoundServiceAccount {
  readonly namespace: string;
  readonly name: string;
  readonly clusterName: string;
  readonly launcherArn: string;
}

/** The pool of each environment that a service account is bound to. */
export function workerPools(settings: OctopusSettings, organization: Organization): readonly WorkerPool[] {
  return octopusEnvironments(organization).flatMap(({ name, deployRoles }) => {
    const bound = serviceAccountsOf({ deployRoles });
    const wanted = poolSettings(settings, name).serviceAccount;
    const serviceAccount = wanted === undefined ? bound[0] : bound.find((one) => written(one) === wanted);
    return serviceAccount ? [{ name: poolName(settings, name), environment: name, serviceAccount }] : [];
  });
}

/**
 * The name of an environment's worker pool.
 *
 * @param environment its name, e.g. `dev`
 * @returns e.g. `Dev Workers`
 */
export function poolName(settings: OctopusSettings, environment: string): string {
  return poolSettings(settings, environment).name ?? `${displayName(environment)} Workers`;
}

function poolSettings(
  { workerPools: pools }: OctopusSettings,
  environment: string,
): OctopusSettings["workerPools"][string] {
  return (Object.hasOwn(pools, environment) ? pools[environment] : undefined) ?? {};
}

/** The service accounts whose pods may have an environment's roles. */
export function serviceAccountsOf({
  deployRoles,
}: Pick<Environment, "deployRoles">): readonly BoundServiceAccount[] {
  return (deployRoles[0]?.admitted ?? []).flatMap(({ launcherArn, mechanism, bindings }) =>
    bindings.map(({ namespace, serviceAccount }) => ({
      namespace,
      name: serviceAccount,
      clusterName: mechanism.clusterName,
      launcherArn,
    })),
  );
}

/** A service account as settings write it, e.g. `octopus-prod/octopus-prod`. */
export function written({ namespace, name }: Pick<BoundServiceAccount, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}
