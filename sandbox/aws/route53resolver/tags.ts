import type { Tag } from "@aws-sdk/client-route53resolver";

import { items, text, type Call } from "../front/call";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import { notFound, stateOf } from "./state";

/** Gives something the tags of the request, beside those that it has. */
export function setTags(arn: string, call: Call, sandbox: Sandbox): void {
  const { tags } = stateOf(call, sandbox);
  const added = items<Tag>(call.params, "Tags").map(({ Key = "", Value = "" }) => [Key, Value]);
  tags.set(arn, { ...tags.get(arn), ...Object.fromEntries(added) });
}

/** The ARN in the request, when something has it. */
function known(call: Call, sandbox: Sandbox): string {
  const arn = text(call.params, "ResourceArn") ?? "";
  if (!stateOf(call, sandbox).tags.has(arn)) {
    throw notFound(`Resolver resource with ARN '${arn}' does not exist`);
  }
  return arn;
}

const tag: Handler = async (call, sandbox) => {
  setTags(known(call, sandbox), call, sandbox);
  return {};
};

const untag: Handler = async (call, sandbox) => {
  const arn = known(call, sandbox);
  const { tags } = stateOf(call, sandbox);
  const gone = items<string>(call.params, "TagKeys");
  const left = Object.entries(tags.get(arn) ?? {}).filter(([key]) => !gone.includes(key));
  tags.set(arn, Object.fromEntries(left));
  return {};
};

const list: Handler = async (call, sandbox) => {
  const tags = stateOf(call, sandbox).tags.get(known(call, sandbox)) ?? {};
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
};

export const tagHandlers: Readonly<Record<string, Handler>> = {
  TagResource: tag,
  UntagResource: untag,
  ListTagsForResource: list,
};
