import { items, text, type Call } from "../front/call";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import { clustersOf, notFound } from "./state";

interface Tagged {
  tags?: Record<string, string>;
}

function tagged(call: Call, sandbox: Sandbox): Tagged {
  const arn = text(call.params, "resourceArn") ?? "";
  for (const record of clustersOf(call, sandbox).values()) {
    const { cluster, nodegroups, addons, associations, entries } = record;
    if (cluster.arn === arn) return cluster;
    for (const nodegroup of nodegroups.values()) if (nodegroup.nodegroupArn === arn) return nodegroup;
    for (const addon of addons.values()) if (addon.addonArn === arn) return addon;
    for (const association of associations.values())
      if (association.associationArn === arn) return association;
    for (const { entry } of entries.values()) if (entry.accessEntryArn === arn) return entry;
  }
  throw notFound(`The specified resource could not be found: ${arn}`);
}

const tagResource: Handler = async (call, sandbox) => {
  const resource = tagged(call, sandbox);
  resource.tags = { ...resource.tags, ...(call.params.tags as Record<string, string>) };
  return {};
};

const untagResource: Handler = async (call, sandbox) => {
  const resource = tagged(call, sandbox);
  const gone = new Set(items<string>(call.params, "tagKeys"));
  resource.tags = Object.fromEntries(Object.entries(resource.tags ?? {}).filter(([key]) => !gone.has(key)));
  return {};
};

const listTags: Handler = async (call, sandbox) => ({ tags: tagged(call, sandbox).tags ?? {} });

export const tagHandlers = {
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTags,
};
