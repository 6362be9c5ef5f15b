import type {
  Checked,
  CheckRequest,
  CreateRequest,
  Diff,
  Existing,
  Plugin,
  UpdateRequest,
} from "../protocol/plugin";
import { hasUnknown, UNKNOWN, type Values } from "../protocol/values";
import { check } from "./check";
import { Cluster } from "./cluster";
import { compare } from "./compare";
import { checkConfig, diffConfig, parseConfig, type ProviderConfig } from "./config";
import { Connection } from "./connection";
import { isUnreachable } from "./errors";
import { kindOf, releaseType } from "./kinds";
import { find, preview, remove, tryUpdate, write, idOf, type Operation } from "./lifecycle";
import {
  importedInputs,
  isAutonamed,
  managerOf,
  managerProperty,
  metadataOf,
  refreshed,
  stateOf,
} from "./objects";
import * as releases from "./releases";
import { immutableFields, replacing, replacingPaths } from "./replacement";

/** Milliseconds that an operation may take when the program says nothing, as with the real provider. */
const patience = 600_000;

/** The `kubernetes` plugin of the sandbox: one process serves one cluster. */
export class KubernetesPlugin implements Plugin {
  private config: ProviderConfig = {};
  /** Missing while the kubeconfig is not known, as before the cluster exists. */
  private connection?: Connection;
  private cluster?: Cluster;
  private readonly cancelled = new AbortController();

  constructor(readonly version: string) {}

  checkConfig(news: Values): Checked {
    return checkConfig(news);
  }

  diffConfig(olds: Values, news: Values): Diff {
    return diffConfig(olds, news);
  }

  async configure(args: Values): Promise<void> {
    this.config = parseConfig(args);
    if (Object.values(args).some((value) => hasUnknown(value) || String(value).includes(UNKNOWN))) return;
    this.connection = await Connection.open(this.config);
    this.cluster = new Cluster(this.connection);
  }

  async check(request: CheckRequest): Promise<Checked> {
    if (request.type === releaseType) return releases.check(request, this.namespace);
    const kind = kindOf(request.type, request.news);
    const place = await this.cluster?.place(kind);
    return check(request, kind, place?.namespaced ? this.namespace : undefined);
  }

  async diff({ type, inputs, state, news }: Existing & { news: Values }): Promise<Diff> {
    if (type === releaseType) return releases.diff(inputs, news);
    const kind = kindOf(type, news);
    const known = withNamespace(inputs, state);
    const changes = replacing(compare(known, news), replacingPaths(kind, this.config));
    const settled = [...changes.values()].some(({ replace }) => replace) || hasUnknown(news);
    const refusal =
      changes.size > 0 && !settled && this.cluster
        ? await tryUpdate(this.operation(type, news, 0), news)
        : undefined;
    return {
      changes: refusal ? replacing(changes, immutableFields(refusal.status)) : changes,
      // Two objects of one name cannot be.
      deleteBeforeReplace: !isAutonamed(news) && fullName(known) === fullName(news),
      betweenInputs: true,
    };
  }

  async create({ type, inputs, preview: dryRun, timeout }: CreateRequest) {
    if (type === releaseType) return releases.create(this.release(), inputs, dryRun);
    if (!this.cluster) return { id: "", state: inputs };
    const operation = this.operation(type, inputs, timeout);
    if (dryRun) return { id: "", state: await preview(operation, inputs) };
    return write(operation, inputs, "creating");
  }

  async read({ type, id, state, inputs, timeout }: Existing) {
    if (type === releaseType) return releases.read(this.release(), id, inputs);
    const known = Object.keys(inputs).length > 0 ? inputs : state;
    const live = await find(this.operation(type, known, timeout), id);
    if (!live) return undefined;
    const manager = String(known[managerProperty] ?? managerOf(type, id));
    const imported = Object.keys(known).length === 0;
    const now = imported ? importedInputs(live, manager) : (refreshedInputs(known, live) as Values);
    return { id: idOf(live), state: stateOf(live, now), inputs: now };
  }

  async update({ type, state, inputs, news, preview: dryRun, timeout }: UpdateRequest): Promise<Values> {
    if (type === releaseType) return releases.update(this.release(), state, news, dryRun);
    if (!this.cluster) return { ...state, ...news };
    const operation = this.operation(type, news, timeout);
    if (dryRun) return preview(operation, news, withNamespace(inputs, state));
    return (await write(operation, news, "updating")).state;
  }

  async delete(existing: Existing): Promise<void> {
    try {
      if (existing.type === releaseType) await releases.remove(this.release(), existing.state);
      else await remove(this.operation(existing.type, existing.inputs, existing.timeout), existing);
    } catch (error) {
      const cause = (error as Error).cause;
      if (!this.config.deleteUnreachable || !isUnreachable(cause)) throw error;
    }
  }

  async invoke(token: string): Promise<Values> {
    throw new Error(`the sandbox's kubernetes plugin does not know the function '${token}'`);
  }

  cancel(): void {
    this.cancelled.abort();
  }

  private get namespace(): string {
    return this.config.namespace ?? this.connection?.namespace ?? "default";
  }

  private release(): releases.ReleaseOperation {
    return { cluster: this.cluster, namespace: this.namespace };
  }

  private operation(type: string, values: Values, seconds: number): Operation {
    if (!this.cluster) throw new Error("the kubernetes provider's kubeconfig is not known yet");
    return {
      kind: kindOf(type, values),
      cluster: this.cluster,
      namespace: this.namespace,
      patience: seconds > 0 ? seconds * 1000 : patience,
      cancelled: this.cancelled.signal,
    };
  }
}

/** Inputs from before the cluster knew the kind lack the namespace that the object then got. */
function withNamespace(inputs: Values, state: Values): Values {
  const { namespace } = metadataOf(state);
  if (namespace === undefined || metadataOf(inputs).namespace !== undefined) return inputs;
  return { ...inputs, metadata: { ...metadataOf(inputs), namespace } };
}

function fullName(values: Values): string {
  const { name, namespace } = metadataOf(values);
  return `${namespace ?? ""}/${name ?? ""}`;
}

/** A secret's plain texts are not answered, so that they stay what they were while what became of them is unchanged. */
function refreshedInputs(inputs: Values, live: Values): Values {
  const { stringData, ...rest } = inputs;
  const seen = refreshed(rest, { ...live, [managerProperty]: inputs[managerProperty] }) as Values;
  if (stringData === undefined || stringData === null || typeof stringData !== "object") return seen;
  const data = (live.data ?? {}) as Values;
  const texts = Object.keys(stringData).map((key) => {
    const now = data[key];
    return [key, now === undefined ? undefined : Buffer.from(String(now), "base64").toString()];
  });
  return { ...seen, stringData: Object.fromEntries(texts) as Values };
}
