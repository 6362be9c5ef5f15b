import {
  CreateAccessEntryCommand,
  DeleteAccessEntryCommand,
  DescribeAccessEntryCommand,
  UpdateAccessEntryCommand,
} from "@aws-sdk/client-eks";
import { outputText, regional, set, tagged, text } from "../../table/property";
import { resource } from "../entry";
import { fromTagMap } from "../tags";
import { rfc3339 } from "../time";
import { eks, retagArn } from "./shared";

export const accessEntry = resource({
  type: "aws:eks/accessEntry:AccessEntry",
  label: "EKS Access Entry",
  cfn: "AWS::EKS::AccessEntry",
  properties: {
    ...regional,
    clusterName: text({ required: true, replace: true }),
    principalArn: text({ required: true, replace: true }),
    type: text({ replace: true, default: "STANDARD" }),
    kubernetesGroups: set(text(), { computed: true }),
    userName: text({ computed: true, cfn: "Username" }),
    ...tagged,
    accessEntryArn: outputText,
    createdAt: outputText,
    modifiedAt: outputText,
  },

  async create(
    aws,
    { clusterName, principalArn, type, kubernetesGroups, userName: username, tagsAll: tags },
  ) {
    const request = { clusterName, principalArn, type, kubernetesGroups, username, tags };
    await eks(aws).send(new CreateAccessEntryCommand(request));
    return `${clusterName}:${principalArn}`;
  },

  async read(aws, id) {
    const { accessEntry: found } = await eks(aws).send(new DescribeAccessEntryCommand(parse(id)));
    return (
      found && {
        clusterName: found.clusterName,
        principalArn: found.principalArn,
        type: found.type,
        kubernetesGroups: found.kubernetesGroups ?? [],
        userName: found.username,
        tagsAll: fromTagMap(found.tags),
        accessEntryArn: found.accessEntryArn,
        createdAt: rfc3339(found.createdAt),
        modifiedAt: rfc3339(found.modifiedAt),
      }
    );
  },

  async update(aws, id, { kubernetesGroups, userName: username }) {
    await eks(aws).send(new UpdateAccessEntryCommand({ ...parse(id), kubernetesGroups, username }));
  },

  retag: (aws, _id, change, { accessEntryArn }) => retagArn(aws, accessEntryArn, change),

  find: (_aws, { clusterName, principalArn }) => `${clusterName}:${principalArn}`,

  async delete(aws, id) {
    await eks(aws).send(new DeleteAccessEntryCommand(parse(id)));
  },
});

/** `<cluster>:<principal ARN>`, also to import one. */
function parse(id: string): { clusterName: string; principalArn: string } {
  const colon = id.indexOf(":");
  if (colon < 1) throw new Error(`'${id}' is no id of an access entry, which is <cluster>:<principal ARN>`);
  return { clusterName: id.slice(0, colon), principalArn: id.slice(colon + 1) };
}
