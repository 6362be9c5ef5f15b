import { tagChange, tags, trust, type Sample } from "./sample";

const podTrust = trust("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]);

export const cluster: Sample[] = [
  {
    type: "aws:iam/role:Role",
    name: "ClusterRole",
    inputs: { name: "ClusterRole", assumeRolePolicy: trust("eks.amazonaws.com") },
  },
  {
    type: "aws:iam/role:Role",
    name: "NodeRole",
    inputs: { name: "NodeRole", assumeRolePolicy: trust("ec2.amazonaws.com") },
  },
  {
    type: "aws:iam/role:Role",
    name: "PodRole",
    inputs: { name: "PodRole", assumeRolePolicy: podTrust },
  },
  {
    type: "aws:iam/role:Role",
    name: "PodRole2",
    inputs: { name: "PodRole2", assumeRolePolicy: podTrust },
  },
  {
    type: "aws:eks/cluster:Cluster",
    inputs: {
      name: "sample",
      roleArn: "${ClusterRole.arn}",
      vpcConfig: {
        subnetIds: ["${Subnet.id}", "${Subnet2.id}"],
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
      },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
      encryptionConfig: { provider: { keyArn: "${Key.arn}" }, resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit"],
      ...tags("dev"),
    },
    update: {
      inputs: { enabledClusterLogTypes: ["audit", "authenticator", "api"], ...tagChange.inputs },
      shows: ["enabledClusterLogTypes", ...tagChange.shows],
    },
    replace: { inputs: { name: "other" }, shows: ["name"] },
    forgotten: ["accessConfig"],
  },
  {
    type: "aws:eks/nodeGroup:NodeGroup",
    inputs: {
      clusterName: "${Cluster.id}",
      nodeGroupName: "sample",
      nodeRoleArn: "${NodeRole.arn}",
      subnetIds: ["${Subnet.id}"],
      scalingConfig: { desiredSize: 1, minSize: 1, maxSize: 2 },
      launchTemplate: { id: "${LaunchTemplate.id}", version: "1" },
      labels: { pool: "one" },
      taints: [{ key: "dedicated", value: "octopus", effect: "NO_SCHEDULE" }],
      ...tags("dev"),
    },
    update: {
      inputs: {
        scalingConfig: { desiredSize: 2, minSize: 1, maxSize: 3 },
        labels: { pool: "two" },
        taints: undefined,
        launchTemplate: { id: "${LaunchTemplate.id}", version: "2" },
        ...tagChange.inputs,
      },
      shows: [
        "scalingConfig.desiredSize",
        "scalingConfig.maxSize",
        "labels.pool",
        "taints",
        "launchTemplate.version",
        ...tagChange.shows,
      ],
    },
    replace: {
      inputs: { nodeGroupName: "other", launchTemplate: { id: "${LaunchTemplate.id}", version: "1" } },
      shows: ["nodeGroupName", "launchTemplate.id"],
    },
  },
  {
    type: "aws:eks/addon:Addon",
    inputs: {
      clusterName: "${Cluster.id}",
      addonName: "eks-pod-identity-agent",
      resolveConflictsOnCreate: "OVERWRITE",
      configurationValues: JSON.stringify({ agent: { additionalArgs: { "-v": "1" } } }),
      ...tags("dev"),
    },
    after: ["NodeGroup"],
    update: {
      inputs: {
        configurationValues: JSON.stringify({ agent: { additionalArgs: { "-v": "2" } } }),
        ...tagChange.inputs,
      },
      shows: ["configurationValues", ...tagChange.shows],
    },
    replace: { inputs: { addonName: "kube-proxy", configurationValues: undefined }, shows: ["addonName"] },
    forgotten: ["resolveConflictsOnCreate"],
  },
  {
    type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    inputs: {
      clusterName: "${Cluster.id}",
      namespace: "octopus",
      serviceAccount: "octopus-server",
      roleArn: "${PodRole.arn}",
      ...tags("dev"),
    },
    update: {
      inputs: { roleArn: "${PodRole2.arn}", disableSessionTags: true, ...tagChange.inputs },
      shows: ["roleArn", "disableSessionTags", ...tagChange.shows],
    },
    replace: { inputs: { serviceAccount: "other" }, shows: ["serviceAccount"] },
    importId: "${Cluster.id},${PodIdentityAssociation.id}",
  },
  {
    type: "aws:eks/accessEntry:AccessEntry",
    inputs: {
      clusterName: "${Cluster.id}",
      principalArn: "${PodRole.arn}",
      kubernetesGroups: ["one"],
      ...tags("dev"),
    },
    update: {
      inputs: { kubernetesGroups: ["one", "two"], ...tagChange.inputs },
      shows: ["kubernetesGroups", ...tagChange.shows],
    },
    replace: { inputs: { principalArn: "${PodRole2.arn}" }, shows: ["principalArn"] },
  },
  {
    type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    inputs: {
      clusterName: "${Cluster.id}",
      principalArn: "${PodRole.arn}",
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      accessScope: { type: "namespace", namespaces: ["octopus"] },
    },
    after: ["AccessEntry"],
    replace: {
      inputs: { principalArn: "${PodRole2.arn}", accessScope: { type: "cluster" } },
      shows: ["principalArn", "accessScope.type", "accessScope.namespaces"],
    },
  },
];
