import { need, type Need, type Needs } from "./need";
import { clusterName, tagged, tagging, type Resources } from "./resources";

/** The cluster, with its key and its log group. */
export function clusterNeeds(at: Resources): Needs {
  const part = (type: string, rest: string): string => at.regional("eks", `${type}/${clusterName}/${rest}`);
  const entry = part("access-entry", "role/123456789012/Admin/1234");
  const nodegroup = part("nodegroup", "octopus-nodes/1234");
  const addon = part("addon", "aws-ebs-csi-driver/1234");
  const association = part("podidentityassociation", "a-1234");
  const ownKey = { arn: at.key, context: tagged };

  const eksTags = (arn: string): Need[] =>
    need("eks:TagResource eks:UntagResource eks:ListTagsForResource", arn);
  const pass = (role: string, service: string): Need[] =>
    need("iam:PassRole", { arn: role, context: { "iam:PassedToService": service } });
  const serviceLinked = (service: string, name: string): Need[] => {
    const arn = at.role(`/aws-service-role/${service}/`, name);
    return [
      ...need("iam:CreateServiceLinkedRole", { arn, context: { "iam:AWSServiceName": service } }),
      ...need("iam:GetRole", arn),
    ];
  };
  const launched = { "ec2:LaunchTemplate": at.own("launch-template").arn };
  const addons = [
    ...need("eks:CreateAddon", at.cluster),
    ...need("eks:DescribeAddon eks:UpdateAddon eks:DescribeUpdate eks:DeleteAddon", addon),
    ...eksTags(addon),
  ];

  return {
    "eks.Cluster": [
      ...need(
        "eks:CreateCluster eks:DescribeCluster eks:UpdateClusterConfig eks:UpdateClusterVersion eks:DescribeUpdate " +
          "eks:DeleteCluster",
        at.cluster,
      ),
      ...eksTags(at.cluster),
      ...need("kms:DescribeKey kms:CreateGrant", ownKey),
      ...pass(at.clusterRole, "eks.amazonaws.com"),
      ...serviceLinked("eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"),
      // The component brings add-ons of its own, in the newest version, and the access entries.
      ...addons,
      ...need("eks:DescribeAddonVersions", "*"),
      ...need("eks:CreateAccessEntry", at.cluster),
      ...need(
        "eks:DescribeAccessEntry eks:UpdateAccessEntry eks:DeleteAccessEntry eks:AssociateAccessPolicy " +
          "eks:ListAssociatedAccessPolicies eks:DisassociateAccessPolicy",
        entry,
      ),
      ...eksTags(entry),
    ],
    "aws.eks.NodeGroup": [
      ...need("eks:CreateNodegroup", at.cluster),
      ...need(
        "eks:DescribeNodegroup eks:UpdateNodegroupConfig eks:UpdateNodegroupVersion eks:DescribeUpdate " +
          "eks:DeleteNodegroup",
        nodegroup,
      ),
      ...eksTags(nodegroup),
      ...need("iam:GetRole iam:ListAttachedRolePolicies", at.nodesRole),
      ...pass(at.nodesRole, "eks.amazonaws.com"),
      ...serviceLinked("eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup"),
      ...need(
        "ec2:RunInstances",
        ...["instance", "volume", "network-interface", "subnet", "security-group", "launch-template"].map(
          (type) => ({ ...at.foreign(type), context: launched }),
        ),
        { arn: `arn:${at.place.partition}:ec2:${at.place.region}::image/ami-1234`, context: launched },
      ),
      ...need("ec2:CreateTags", {
        ...at.foreign("instance"),
        context: { "ec2:CreateAction": "RunInstances" },
      }),
    ],
    "aws.eks.Addon": addons,
    "aws.eks.PodIdentityAssociation": [
      ...need("eks:CreatePodIdentityAssociation", at.cluster),
      ...need(
        "eks:DescribePodIdentityAssociation eks:UpdatePodIdentityAssociation eks:DeletePodIdentityAssociation",
        association,
      ),
      ...eksTags(association),
      ...[at.launcher, at.driverRole].flatMap((role) => [
        ...need("iam:GetRole", role),
        ...pass(role, "pods.eks.amazonaws.com"),
      ]),
    ],
    "aws.kms.Key": [
      ...need("kms:CreateKey kms:TagResource", { arn: "*", context: tagging }),
      ...need("kms:DescribeKey kms:GetKeyPolicy kms:GetKeyRotationStatus kms:ListResourceTags", at.key),
      ...need(
        "kms:EnableKeyRotation kms:DisableKeyRotation kms:UpdateKeyDescription kms:ScheduleKeyDeletion " +
          "kms:TagResource kms:UntagResource",
        ownKey,
      ),
    ],
    "aws.kms.Alias": [
      ...need("kms:CreateAlias kms:UpdateAlias kms:DeleteAlias", at.keyAlias, ownKey),
      ...need("kms:ListAliases", "*"),
    ],
    "aws.cloudwatch.LogGroup": [
      ...[at.logGroup, `${at.logGroup}:*`].flatMap((group) =>
        need(
          "logs:CreateLogGroup logs:PutRetentionPolicy logs:DeleteRetentionPolicy logs:DeleteLogGroup " +
            "logs:ListTagsForResource logs:TagResource logs:UntagResource",
          group,
        ),
      ),
      ...need("logs:DescribeLogGroups", "*"),
    ],
  };
}
