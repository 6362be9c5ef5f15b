import {
  CreateAddonCommand,
  DeleteAddonCommand,
  DescribeAddonCommand,
  UpdateAddonCommand,
  type ResolveConflicts,
} from "@aws-sdk/client-eks";
import { flag, json, outputText, regional, tagged, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagMap } from "../tags";
import { rfc3339 } from "../time";
import { eks, partsOf, retagArn } from "./shared";

export const addon = resource({
  type: "aws:eks/addon:Addon",
  label: "EKS Add-On",
  cfn: "AWS::EKS::Addon",
  // CloudFormation has one property where AWS's API has one for each operation, and wants the values as text.
  cfnShape: ({ ConfigurationValues: values, ...rest }) =>
    values === undefined ? rest : { ...rest, ConfigurationValues: JSON.stringify(values) },
  properties: {
    ...regional,
    clusterName: text({ required: true, replace: true }),
    addonName: text({ required: true, replace: true }),
    addonVersion: text({ computed: true }),
    configurationValues: json({ computed: true }),
    serviceAccountRoleArn: text(),
    resolveConflictsOnCreate: text({ local: true, cfn: "ResolveConflicts" }),
    resolveConflictsOnUpdate: text({ local: true, cfn: false }),
    preserve: flag({ local: true, cfn: "PreserveOnDelete" }),
    ...tagged,
    arn: outputText,
    createdAt: outputText,
    modifiedAt: outputText,
  },

  async create(aws, inputs) {
    const { clusterName, addonName, addonVersion, configurationValues, serviceAccountRoleArn } = inputs;
    const request = new CreateAddonCommand({
      clusterName,
      addonName,
      addonVersion,
      configurationValues,
      serviceAccountRoleArn,
      resolveConflicts: inputs.resolveConflictsOnCreate as ResolveConflicts | undefined,
      tags: inputs.tagsAll,
    });
    await eks(aws).send(request);
    return `${clusterName}:${addonName}`;
  },

  async settle(aws, id) {
    await aws.until(`EKS add-on ${id} to become active`, async () => {
      const found = await find(aws, id);
      if (/FAILED$/.test(found?.status ?? "")) {
        throw new Error(found?.health?.issues?.map(({ code, message }) => `${code}: ${message}`).join("; "));
      }
      // Degraded is what AWS says as long as there is no node, and what the real provider accepts.
      return found?.status === "ACTIVE" || found?.status === "DEGRADED" ? found : undefined;
    });
  },

  async read(aws, id) {
    const found = await find(aws, id);
    return (
      found && {
        clusterName: found.clusterName,
        addonName: found.addonName,
        addonVersion: found.addonVersion,
        configurationValues: found.configurationValues || undefined,
        serviceAccountRoleArn: found.serviceAccountRoleArn,
        tagsAll: fromTagMap(found.tags),
        arn: found.addonArn,
        createdAt: rfc3339(found.createdAt),
        modifiedAt: rfc3339(found.modifiedAt),
      }
    );
  },

  async update(aws, id, inputs, { names }) {
    const given = (name: "addonVersion" | "configurationValues" | "serviceAccountRoleArn") =>
      names.has(name) ? inputs[name] : undefined;
    const request = new UpdateAddonCommand({
      ...parse(id),
      addonVersion: given("addonVersion"),
      configurationValues: given("configurationValues"),
      serviceAccountRoleArn: given("serviceAccountRoleArn"),
      resolveConflicts: inputs.resolveConflictsOnUpdate as ResolveConflicts | undefined,
    });
    await eks(aws).send(request);
  },

  retag: (aws, _id, change, { arn }) => retagArn(aws, arn, change),

  find: (_aws, { clusterName, addonName }) => `${clusterName}:${addonName}`,

  async delete(aws, id, { preserve }) {
    await eks(aws).send(new DeleteAddonCommand({ ...parse(id), preserve }));
    await aws.until(`EKS add-on ${id} to be deleted`, async () => {
      await find(aws, id);
      return undefined;
    });
  },
});

async function find(aws: Aws, id: string) {
  return (await eks(aws).send(new DescribeAddonCommand(parse(id)))).addon;
}

/** `<cluster>:<add-on>`, also to import one. */
function parse(id: string): { clusterName: string; addonName: string } {
  const [clusterName, addonName] = partsOf(id, ":", "<cluster>:<add-on>");
  return { clusterName, addonName };
}
