import type { Values } from "../protocol/values";
import type { Connection } from "./connection";
import { ApiError } from "./errors";
import type { Kind } from "./kinds";
import type { KubernetesObject } from "./objects";

/** Where a kind's objects are. */
export interface Place {
  /** E.g. `/apis/apps/v1`. */
  readonly root: string;
  /** E.g. `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
}

interface ApiResources {
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
}

/** How an object is written. */
export interface ApplyOptions {
  readonly manager: string;
  /** Takes fields over that others manage. */
  readonly force: boolean;
  /** Has everything checked, and changes nothing. */
  readonly dryRun: boolean;
}

/** Objects of one cluster, of any kind. */
export class Cluster {
  private readonly known = new Map<string, Promise<ApiResources>>();

  constructor(private readonly connection: Connection) {}

  /** @returns undefined when the cluster does not know the kind (yet) */
  async place({ apiVersion, kind }: Kind): Promise<Place | undefined> {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    for (const attempt of ["known", "fresh"]) {
      const asked = this.known.get(root);
      if (asked === undefined || attempt === "fresh") this.known.set(root, this.resources(root));
      const { resources } = (await this.known.get(root)) ?? { resources: [] };
      const found = resources.find((one) => one.kind === kind && !one.name.includes("/"));
      if (found) return { root, plural: found.name, namespaced: found.namespaced };
    }
    return undefined;
  }

  /** @returns undefined when there is none */
  async get(place: Place, name: string, namespace?: string): Promise<KubernetesObject | undefined> {
    try {
      return await this.connection.send({ method: "GET", path: pathOf(place, name, namespace) });
    } catch (error) {
      if (error instanceof ApiError && error.isGone) return undefined;
      throw error;
    }
  }

  async list(place: Place, namespace: string, labels: string): Promise<readonly KubernetesObject[]> {
    const path = `${pathOf(place, undefined, namespace)}?labelSelector=${encodeURIComponent(labels)}`;
    return (await this.connection.send<{ items: KubernetesObject[] }>({ method: "GET", path })).items;
  }

  /** Makes the object what it is to be: creates it, or changes the fields that are ours. */
  apply(place: Place, object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject> {
    const query = new URLSearchParams({
      fieldManager: options.manager,
      force: String(options.force),
      fieldValidation: "Strict",
      ...(options.dryRun && { dryRun: "All" }),
    });
    const { name = "", namespace } = object.metadata;
    return this.connection.send({
      method: "PATCH",
      path: `${pathOf(place, name, namespace)}?${query}`,
      body: object,
      contentType: "application/apply-patch+yaml",
    });
  }

  /**
   * Has an object deleted; it may take until it is gone.
   *
   * @param uid of the object that is meant, so that none of the same name that somebody made since is
   */
  async delete(place: Place, name: string, namespace: string | undefined, options: Values): Promise<void> {
    const path = pathOf(place, name, namespace);
    try {
      await this.connection.send({ method: "DELETE", path, body: options });
    } catch (error) {
      if (error instanceof ApiError && (error.isGone || error.code === 409)) return;
      throw error;
    }
  }

  private async resources(root: string): Promise<ApiResources> {
    try {
      return await this.connection.send<ApiResources>({ method: "GET", path: root });
    } catch (error) {
      if (error instanceof ApiError && error.isGone) return { resources: [] };
      throw error;
    }
  }
}

function pathOf({ root, plural, namespaced }: Place, name?: string, namespace?: string): string {
  const steps = [
    ...(namespaced && namespace ? ["namespaces", namespace] : []),
    plural,
    ...(name ? [name] : []),
  ];
  return [root, ...steps.map(encodeURIComponent)].join("/");
}
