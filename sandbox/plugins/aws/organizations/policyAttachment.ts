import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  paginateListTargetsForPolicy,
} from "@aws-sdk/client-organizations";
import { flag, text } from "../../table/property";
import { resource } from "../entry";
import { awsCode } from "../errors";
import { organizations, whenReady } from "./shared";

export const policyAttachment = resource({
  type: "aws:organizations/policyAttachment:PolicyAttachment",
  label: "Organizations Policy Attachment",
  properties: {
    policyId: text({ required: true, replace: true }),
    targetId: text({ required: true, replace: true }),
    skipDestroy: flag({ local: true }),
  },

  async create(aws, { policyId: PolicyId, targetId: TargetId }) {
    await whenReady(() => organizations(aws).send(new AttachPolicyCommand({ PolicyId, TargetId })));
    return `${TargetId}:${PolicyId}`;
  },

  async read(aws, id) {
    const [targetId, policyId] = parse(id);
    const pages = paginateListTargetsForPolicy({ client: organizations(aws) }, { PolicyId: policyId });
    for await (const { Targets = [] } of pages) {
      if (Targets.some((target) => target.TargetId === targetId)) return { policyId, targetId };
    }
    return undefined;
  },

  find: (_aws, { policyId, targetId }) => `${targetId}:${policyId}`,

  async delete(aws, id, { skipDestroy }) {
    if (skipDestroy) return;
    const [TargetId, PolicyId] = parse(id);
    try {
      await whenReady(() => organizations(aws).send(new DetachPolicyCommand({ PolicyId, TargetId })));
    } catch (error) {
      if (awsCode(error) !== "PolicyNotAttachedException") throw error;
    }
  },
});

/** `<target>:<policy>`, also to import one. */
function parse(id: string): [target: string, policy: string] {
  const [target, policy, ...rest] = id.split(":");
  if (!target || !policy || rest.length > 0) {
    throw new Error(`unexpected format for ID (${id}), expected TARGETID:POLICYID`);
  }
  return [target, policy];
}
