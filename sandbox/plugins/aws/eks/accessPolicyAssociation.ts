import {
  AssociateAccessPolicyCommand,
  DisassociateAccessPolicyCommand,
  paginateListAssociatedAccessPolicies,
  type AccessScopeType,
} from "@aws-sdk/client-eks";
import { object, outputText, regional, set, text } from "../../table/property";
import { resource } from "../entry";
import { rfc3339 } from "../time";
import { eks, partsOf } from "./shared";

/** In CloudFormation it is a part of the access entry, so that AWS has no schema for it alone. */
export const accessPolicyAssociation = resource({
  type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  label: "EKS Access Policy Association",
  properties: {
    ...regional,
    clusterName: text({ required: true, replace: true }),
    principalArn: text({ required: true, replace: true }),
    policyArn: text({ required: true, replace: true }),
    accessScope: object(
      { type: text({ required: true, replace: true }), namespaces: set(text(), { replace: true }) },
      { required: true },
    ),
    associatedAt: outputText,
    modifiedAt: outputText,
  },

  async create(aws, { clusterName, principalArn, policyArn, accessScope }) {
    const scope = { ...accessScope, type: accessScope?.type as AccessScopeType };
    const request = { clusterName, principalArn, policyArn, accessScope: scope };
    await eks(aws).send(new AssociateAccessPolicyCommand(request));
    return [clusterName, principalArn, policyArn].join("#");
  },

  async read(aws, id) {
    const [clusterName, principalArn, policyArn] = parse(id);
    const pages = paginateListAssociatedAccessPolicies({ client: eks(aws) }, { clusterName, principalArn });
    for await (const { associatedAccessPolicies = [] } of pages) {
      const found = associatedAccessPolicies.find((association) => association.policyArn === policyArn);
      if (found) {
        return {
          clusterName,
          principalArn,
          policyArn,
          accessScope: { type: found.accessScope?.type, namespaces: found.accessScope?.namespaces ?? [] },
          associatedAt: rfc3339(found.associatedAt),
          modifiedAt: rfc3339(found.modifiedAt),
        };
      }
    }
    return undefined;
  },

  find: (_aws, { clusterName, principalArn, policyArn }) => [clusterName, principalArn, policyArn].join("#"),

  async delete(aws, id) {
    const [clusterName, principalArn, policyArn] = parse(id);
    await eks(aws).send(new DisassociateAccessPolicyCommand({ clusterName, principalArn, policyArn }));
  },
});

const parse = (id: string) => partsOf(id, "#", "<cluster>#<principal ARN>#<policy ARN>");
