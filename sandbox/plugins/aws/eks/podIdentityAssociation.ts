import {
  CreatePodIdentityAssociationCommand,
  DeletePodIdentityAssociationCommand,
  DescribePodIdentityAssociationCommand,
  ListPodIdentityAssociationsCommand,
  UpdatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import { flag, outputText, policy, regional, tagged, text } from "../../table/property";
import { resource } from "../entry";
import { fromTagMap } from "../tags";
import { eks, partsOf, retagArn } from "./shared";

export const podIdentityAssociation = resource({
  type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  label: "EKS Pod Identity Association",
  cfn: "AWS::EKS::PodIdentityAssociation",
  properties: {
    ...regional,
    clusterName: text({ required: true, replace: true }),
    namespace: text({ required: true, replace: true }),
    serviceAccount: text({ required: true, replace: true }),
    roleArn: text({ required: true }),
    targetRoleArn: text(),
    disableSessionTags: flag({ computed: true }),
    policy: policy(),
    ...tagged,
    associationArn: outputText,
    associationId: outputText,
    externalId: outputText,
  },

  async create(aws, { tagsAll: tags, clusterName, namespace, serviceAccount, roleArn, ...optional }) {
    const { targetRoleArn, disableSessionTags, policy: document } = optional;
    const request = {
      clusterName,
      namespace,
      serviceAccount,
      roleArn,
      targetRoleArn,
      disableSessionTags,
      tags,
    };
    const made = await eks(aws).send(
      new CreatePodIdentityAssociationCommand({ ...request, policy: document }),
    );
    return made.association?.associationId as string;
  },

  async read(aws, associationId, { clusterName }) {
    const request = { clusterName, associationId };
    const { association } = await eks(aws).send(new DescribePodIdentityAssociationCommand(request));
    return (
      association && {
        clusterName: association.clusterName,
        namespace: association.namespace,
        serviceAccount: association.serviceAccount,
        roleArn: association.roleArn,
        targetRoleArn: association.targetRoleArn,
        disableSessionTags: association.disableSessionTags ?? false,
        policy: association.policy,
        tagsAll: fromTagMap(association.tags),
        associationArn: association.associationArn,
        associationId: association.associationId,
        externalId: association.externalId,
      }
    );
  },

  async update(aws, associationId, inputs) {
    const { clusterName, roleArn, disableSessionTags, policy: document } = inputs;
    // An empty target takes away the one that there is.
    const targetRoleArn = inputs.targetRoleArn ?? "";
    const request = {
      clusterName,
      associationId,
      roleArn,
      targetRoleArn,
      disableSessionTags,
      policy: document,
    };
    await eks(aws).send(new UpdatePodIdentityAssociationCommand(request));
  },

  retag: (aws, _id, change, { associationArn }) => retagArn(aws, associationArn, change),

  async find(aws, { clusterName, namespace, serviceAccount }) {
    const request = new ListPodIdentityAssociationsCommand({ clusterName, namespace, serviceAccount });
    return (await eks(aws).send(request)).associations?.[0]?.associationId;
  },

  async delete(aws, associationId, { clusterName }) {
    await eks(aws).send(new DeletePodIdentityAssociationCommand({ clusterName, associationId }));
  },

  imported(_aws, importId) {
    const [clusterName, id] = partsOf(importId, ",", "<cluster>,<association id>");
    return Promise.resolve({ id, known: { clusterName } });
  },
});
