import type {
  Checked,
  CheckRequest,
  CreateRequest,
  Diff,
  Existing,
  Plugin,
  UpdateRequest,
} from "../protocol/plugin";
import type { Values } from "../protocol/values";
import { check, defaulted } from "../table/check";
import { diff } from "../table/diff";
import { previewCreate, previewUpdate } from "../table/state";
import { checkConfig, diffConfig, parseConfig } from "./config";
import { connect } from "./connect";
import type { Entry } from "./entry";
import { answer } from "./invokes";
import { judge } from "./judge";
import { create, read, remove, update, type Operation } from "./lifecycle";
import { entryOf } from "./resources";
import type { Session } from "./session";
import { allTags } from "./tags";

/** The `aws` plugin of the sandbox: one process serves one configured provider. */
export class AwsPlugin implements Plugin {
  private session?: Session;
  private defaultTags: Record<string, string> = {};

  constructor(readonly version: string) {}

  checkConfig(news: Values): Checked {
    return checkConfig(news);
  }

  diffConfig(olds: Values, news: Values): Diff {
    return diffConfig(olds, news);
  }

  async configure(args: Values): Promise<void> {
    const config = parseConfig(args);
    this.defaultTags = config.defaultTags?.tags ?? {};
    this.session = await connect(config);
  }

  async check(request: CheckRequest): Promise<Checked> {
    const entry = entryOf(request.type);
    const { tagsAll: _, ...news } = request.news;
    const checked = check(entry.type, entry.properties, { ...request, news });
    const inputs = { ...checked.inputs };
    if ("tags" in entry.properties) inputs.tagsAll = allTags(this.defaultTags, inputs.tags);
    if ("region" in entry.properties) inputs.region ??= this.connected().region;
    // What is wrong already is said better by the table than by AWS's schema.
    const problems = checked.problems.length > 0 ? checked.problems : await judge(entry, inputs);
    return { inputs, problems };
  }

  diff({ type, state, news }: Existing & { news: Values }): Diff {
    const entry = entryOf(type);
    const changes = diff(entry.properties, state, news);
    const deleteBeforeReplace = entry.deleteBeforeReplace ?? keepsName(entry, state, news);
    return { changes, deleteBeforeReplace };
  }

  async create({ type, inputs, preview, timeout }: CreateRequest) {
    const entry = entryOf(type);
    if (preview) return { id: "", state: previewCreate(entry.properties, inputs) };
    return create(this.operation(entry, inputs, timeout), inputs);
  }

  async read(existing: Existing) {
    const entry = entryOf(existing.type);
    return read(this.operation(entry, existing.state, existing.timeout), existing);
  }

  async update(request: UpdateRequest): Promise<Values> {
    const entry = entryOf(request.type);
    if (request.preview) return previewUpdate(entry.properties, request.state, request.news);
    return update(this.operation(entry, request.news, request.timeout), request);
  }

  async delete(existing: Existing): Promise<void> {
    const entry = entryOf(existing.type);
    return remove(this.operation(entry, existing.state, existing.timeout), existing);
  }

  async invoke(token: string, args: Values): Promise<Values> {
    return answer(token, args, this.connected());
  }

  cancel(): void {
    this.session?.cancel();
  }

  private operation(entry: Entry, { region }: Values, timeout: number): Operation {
    const aws = this.connected().operation({ region: region as string | undefined, timeout });
    return { entry, aws, defaultTags: this.defaultTags };
  }

  private connected(): Session {
    if (!this.session) throw new Error("the aws plugin has not been configured");
    return this.session;
  }
}

/** Whether old and new would have the same physical name, one that the program has chosen. */
function keepsName({ properties }: Entry, state: Values, news: Values): boolean {
  const [name] = Object.entries(properties).find(([, property]) => property.autoname) ?? [];
  return name !== undefined && !defaulted(news).includes(name) && state[name] === news[name];
}
