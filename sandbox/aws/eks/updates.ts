import { randomUUID } from "node:crypto";

import type { Update, UpdateParamType, UpdateType } from "@aws-sdk/client-eks";

import { text } from "../front/call";
import type { Handler } from "../service";
import { clusterOf, notFound, type ClusterRecord } from "./state";

/**
 * Records a change as an update, which a client sees in progress once and successful from then on.
 *
 * @param of the node group or add-on, if it is not the cluster that changed
 */
export function noteUpdate(
  record: ClusterRecord,
  type: UpdateType,
  params: Partial<Record<UpdateParamType, unknown>>,
  of?: string,
): Update {
  const update: Update = {
    id: randomUUID(),
    status: "Successful",
    type,
    params: Object.entries(params)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({
        type: name as UpdateParamType,
        value: typeof value === "string" ? value : JSON.stringify(value),
      })),
    createdAt: new Date(),
    errors: [],
  };
  record.updates.set(update.id ?? "", { of, update });
  return { ...update, status: "InProgress" };
}

const describeUpdate: Handler = async (call, sandbox) => {
  const id = text(call.params, "updateId") ?? "";
  const found = clusterOf(call, sandbox).updates.get(id);
  if (!found) throw notFound(`No update found for ID: ${id}`);
  return { update: found.update };
};

const listUpdates: Handler = async (call, sandbox) => {
  const of = text(call.params, "nodegroupName") ?? text(call.params, "addonName");
  const updates = [...clusterOf(call, sandbox).updates.values()].filter((entry) => entry.of === of);
  return { updateIds: updates.map(({ update }) => update.id) };
};

export const updateHandlers = { DescribeUpdate: describeUpdate, ListUpdates: listUpdates };
