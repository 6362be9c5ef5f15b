import type { Params } from "../front/call";
import type { HttpRequest } from "../moto";

/** Method and path of each action; the names in braces become parameters. */
const table = `
POST   /clusters                                                                   CreateCluster
GET    /clusters                                                                   ListClusters
GET    /clusters/{name}                                                            DescribeCluster
DELETE /clusters/{name}                                                            DeleteCluster
POST   /clusters/{name}/updates                                                    UpdateClusterVersion
POST   /clusters/{name}/update-config                                              UpdateClusterConfig
GET    /clusters/{name}/updates                                                    ListUpdates
GET    /clusters/{name}/updates/{updateId}                                         DescribeUpdate
POST   /clusters/{clusterName}/node-groups                                         CreateNodegroup
GET    /clusters/{clusterName}/node-groups                                         ListNodegroups
GET    /clusters/{clusterName}/node-groups/{nodegroupName}                         DescribeNodegroup
DELETE /clusters/{clusterName}/node-groups/{nodegroupName}                         DeleteNodegroup
POST   /clusters/{clusterName}/node-groups/{nodegroupName}/update-config           UpdateNodegroupConfig
POST   /clusters/{clusterName}/node-groups/{nodegroupName}/update-version          UpdateNodegroupVersion
POST   /clusters/{clusterName}/addons                                              CreateAddon
GET    /clusters/{clusterName}/addons                                              ListAddons
GET    /clusters/{clusterName}/addons/{addonName}                                  DescribeAddon
DELETE /clusters/{clusterName}/addons/{addonName}                                  DeleteAddon
POST   /clusters/{clusterName}/addons/{addonName}/update                           UpdateAddon
GET    /addons/supported-versions                                                  DescribeAddonVersions
POST   /clusters/{clusterName}/pod-identity-associations                           CreatePodIdentityAssociation
GET    /clusters/{clusterName}/pod-identity-associations                           ListPodIdentityAssociations
GET    /clusters/{clusterName}/pod-identity-associations/{associationId}           DescribePodIdentityAssociation
POST   /clusters/{clusterName}/pod-identity-associations/{associationId}           UpdatePodIdentityAssociation
DELETE /clusters/{clusterName}/pod-identity-associations/{associationId}           DeletePodIdentityAssociation
POST   /clusters/{clusterName}/access-entries                                      CreateAccessEntry
GET    /clusters/{clusterName}/access-entries                                      ListAccessEntries
GET    /clusters/{clusterName}/access-entries/{principalArn}                       DescribeAccessEntry
POST   /clusters/{clusterName}/access-entries/{principalArn}                       UpdateAccessEntry
DELETE /clusters/{clusterName}/access-entries/{principalArn}                       DeleteAccessEntry
POST   /clusters/{clusterName}/access-entries/{principalArn}/access-policies       AssociateAccessPolicy
GET    /clusters/{clusterName}/access-entries/{principalArn}/access-policies       ListAssociatedAccessPolicies
DELETE /clusters/{clusterName}/access-entries/{principalArn}/access-policies/{policyArn} DisassociateAccessPolicy
GET    /access-policies                                                            ListAccessPolicies
POST   /tags/{resourceArn}                                                         TagResource
GET    /tags/{resourceArn}                                                         ListTagsForResource
DELETE /tags/{resourceArn}                                                         UntagResource
`;

const routes = table
  .trim()
  .split("\n")
  .map((line) => line.split(/\s+/) as [method: string, path: string, action: string])
  .map(([method, path, action]) => ({ method, steps: path.split("/"), action }));

/** The action of an EKS request, with what its path and query say. */
export function route(http: HttpRequest): { action: string; params: Params } | undefined {
  const url = new URL(http.path, "http://front");
  const steps = url.pathname.split("/");
  const found = routes.find(
    (candidate) =>
      candidate.method === http.method &&
      candidate.steps.length === steps.length &&
      candidate.steps.every((step, i) => step.startsWith("{") || step === steps[i]),
  );
  if (!found) return undefined;
  const params: Record<string, unknown> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    params[name] = values.length > 1 || name === "tagKeys" ? values : values[0];
  }
  found.steps.forEach((step, i) => {
    if (step.startsWith("{")) params[step.slice(1, -1)] = decodeURIComponent(steps[i] ?? "");
  });
  return { action: found.action, params };
}
