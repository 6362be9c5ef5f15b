import { isDeepStrictEqual } from "node:util";

import type { Checked, CheckRequest, Diff } from "../protocol/plugin";
import { isValues, UNKNOWN, type Values } from "../protocol/values";
import { autoname } from "./check";
import type { Cluster, Place } from "./cluster";
import { compare } from "./compare";
import { describe } from "./errors";
import {
  chartAnnotation,
  labelsOf,
  recordIn,
  repositoryAnnotation,
  secretOf,
  type ReleaseRecord,
} from "./release-record";
import { replacing } from "./replacement";

export interface ReleaseOperation {
  /** Missing before the cluster exists. */
  readonly cluster?: Cluster;
  /** Namespace of a release that names none. */
  readonly namespace: string;
}

const secrets: Place = { root: "/api/v1", plural: "secrets", namespaced: true };
const namespaces: Place = { root: "/api/v1", plural: "namespaces", namespaced: false };
/** As Helm calls itself when it writes. */
const manager = "helm";

/** A release's inputs with the name and namespace that it gets when the program gives none. */
export function check(request: CheckRequest, namespace: string): Checked {
  const { olds, news } = request;
  const problems =
    news.chart === undefined ? [{ property: "chart", reason: "a release needs a 'chart'" }] : [];
  const name = news.name ?? olds.name ?? autoname(request);
  if (name === undefined) {
    problems.push({ property: "name", reason: "autonaming is disabled, so a release needs a 'name'" });
  }
  return { inputs: { ...news, name, namespace: news.namespace ?? namespace }, problems };
}

export function diff(inputs: Values, news: Values): Diff {
  const changes = replacing(compare(inputs, news), ["name", "namespace"]);
  return { changes, betweenInputs: true };
}

/**
 * Records a release as Helm does. Nothing is rendered, so that what the chart would make is not there.
 *
 * @throws Error when there is another release of that name
 */
export async function create({ cluster }: ReleaseOperation, inputs: Values, preview: boolean) {
  if (preview || !cluster) return { id: "", state: { ...inputs, status: UNKNOWN } };
  const name = fullName(inputs);
  try {
    await ensureNamespace(cluster, inputs);
    const [found] = await history(cluster, inputs);
    // A run that was killed may have made exactly this one; Helm refuses any other.
    if (found && !isDeepStrictEqual(contentOf(found), contentOf(recordOf(inputs, 1)))) {
      throw new Error("cannot re-use a name that is still in use");
    }
    const record = found ?? recordOf(inputs, 1);
    if (!found) await put(cluster, record);
    return { id: name, state: stateOf(record, inputs) };
  } catch (error) {
    throw new Error(describe("installing", "release", name, error), { cause: error });
  }
}

/** Records another revision. */
export async function update(
  { cluster }: ReleaseOperation,
  state: Values,
  news: Values,
  preview: boolean,
): Promise<Values> {
  if (preview || !cluster) return { ...news, status: UNKNOWN };
  const name = fullName(news);
  try {
    const [last] = await history(cluster, { name: state.name, namespace: state.namespace });
    const record = recordOf(news, (last?.version ?? 0) + 1, last);
    await put(cluster, record);
    if (last) await put(cluster, { ...last, info: { ...last.info, status: "superseded" } });
    return stateOf(record, news);
  } catch (error) {
    throw new Error(describe("upgrading", "release", name, error), { cause: error });
  }
}

export async function read({ cluster, namespace }: ReleaseOperation, id: string, inputs: Values) {
  const [first = "", second] = id.split("/");
  const place = second === undefined ? { namespace, name: first } : { namespace: first, name: second };
  if (!cluster) return undefined;
  const [record] = await history(cluster, place);
  if (!record) return undefined;
  const { annotations, version } = record.chart.metadata;
  const now = {
    ...inputs,
    ...place,
    chart: annotations[chartAnnotation] ?? record.chart.metadata.name,
    ...(version !== "" && { version }),
    ...(Object.keys(record.config).length > 0 && { values: record.config }),
  };
  return { id: `${place.namespace}/${place.name}`, state: stateOf(record, now), inputs: now };
}

export async function remove({ cluster }: ReleaseOperation, state: Values): Promise<void> {
  const name = fullName(state);
  try {
    const found = cluster
      ? await cluster.list(secrets, String(state.namespace), labelsOf(String(state.name)))
      : [];
    for (const { metadata } of found) {
      await cluster?.delete(secrets, metadata.name ?? "", metadata.namespace, {});
    }
  } catch (error) {
    throw new Error(describe("uninstalling", "release", name, error), { cause: error });
  }
}

/** Revisions of a release, the last first. */
async function history(cluster: Cluster, { name, namespace }: Values): Promise<ReleaseRecord[]> {
  const found = await cluster.list(secrets, String(namespace), labelsOf(String(name)));
  return found.map(recordIn).sort((a, b) => b.version - a.version);
}

async function put(cluster: Cluster, record: ReleaseRecord): Promise<void> {
  await cluster.apply(secrets, secretOf(record), { manager, force: true, dryRun: false });
}

async function ensureNamespace(cluster: Cluster, { createNamespace, namespace }: Values): Promise<void> {
  const name = String(namespace);
  if (createNamespace !== true || (await cluster.get(namespaces, name))) return;
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
  await cluster.apply(namespaces, object, { manager, force: false, dryRun: false });
}

function recordOf(inputs: Values, version: number, last?: ReleaseRecord): ReleaseRecord {
  const now = new Date().toISOString();
  const chart = String(inputs.chart);
  const { repo } = isValues(inputs.repositoryOpts) ? inputs.repositoryOpts : {};
  const annotations = {
    [chartAnnotation]: chart,
    ...(repo !== undefined && { [repositoryAnnotation]: String(repo) }),
  };
  return {
    name: String(inputs.name),
    namespace: String(inputs.namespace),
    version,
    info: {
      first_deployed: last?.info.first_deployed ?? now,
      last_deployed: now,
      deleted: "",
      description: "recorded by the sandbox, which renders no chart",
      status: "deployed",
    },
    chart: {
      metadata: {
        apiVersion: "v2",
        name: chart.split("/").pop() ?? chart,
        version: String(inputs.version ?? ""),
        annotations,
      },
      templates: [],
      values: {},
    },
    config: isValues(inputs.values) ? inputs.values : {},
    manifest: "",
  };
}

function contentOf({ chart, config }: ReleaseRecord): object {
  return JSON.parse(JSON.stringify({ chart, config })) as object;
}

function stateOf({ name, namespace, version, info, chart }: ReleaseRecord, inputs: Values): Values {
  const { metadata } = chart;
  return {
    ...inputs,
    resourceNames: {},
    status: {
      name,
      namespace,
      revision: version,
      status: info.status,
      chart: metadata.name,
      version: metadata.version,
      appVersion: "",
    },
  };
}

function fullName({ name, namespace }: Values): string {
  return `${String(namespace)}/${String(name)}`;
}
