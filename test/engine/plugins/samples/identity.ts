import { allow, tagChange, tags, trust, type Sample } from "./sample";

/** IAM, KMS and logs. */
export const identity: Sample[] = [
  {
    type: "aws:iam/role:Role",
    inputs: {
      name: "Sample",
      path: "/a/",
      assumeRolePolicy: trust("ec2.amazonaws.com"),
      description: "one",
      permissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      tags: { Env: "dev", "kubernetes.io/cluster/c": "owned" },
    },
    update: {
      inputs: {
        maxSessionDuration: 7200,
        description: "two",
        permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess",
        assumeRolePolicy: trust("ecs-tasks.amazonaws.com"),
        tags: { Env: "dev" },
      },
      shows: [
        "assumeRolePolicy",
        "description",
        "maxSessionDuration",
        "permissionsBoundary",
        'tags["kubernetes.io/cluster/c"]',
        'tagsAll["kubernetes.io/cluster/c"]',
      ],
    },
    replace: { inputs: { path: "/b/", name: "Other" }, shows: ["path", "name"] },
  },
  {
    type: "aws:iam/rolePolicy:RolePolicy",
    inputs: { role: "${Role.id}", name: "inline", policy: allow("s3:GetObject") },
    update: { inputs: { policy: allow("s3:PutObject") }, shows: ["policy"] },
    replace: { inputs: { name: "other" }, shows: ["name"] },
  },
  {
    type: "aws:iam/policy:Policy",
    inputs: { name: "sample", path: "/a/", policy: allow("s3:GetObject"), ...tags("dev") },
    update: {
      inputs: { policy: allow("s3:PutObject"), ...tagChange.inputs },
      shows: ["policy", ...tagChange.shows],
    },
    replace: { inputs: { description: "other" }, shows: ["description"] },
  },
  {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    inputs: { role: "${Role.id}", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    replace: { inputs: { policyArn: "arn:aws:iam::aws:policy/PowerUserAccess" }, shows: ["policyArn"] },
  },
  {
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    inputs: {
      url: "https://octopus.example.com",
      clientIdLists: ["one", "two"],
      thumbprintLists: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
      ...tags("dev"),
    },
    update: {
      inputs: { thumbprintLists: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7281"], ...tagChange.inputs },
      shows: ["thumbprintLists", ...tagChange.shows],
    },
    replace: { inputs: { url: "https://octopus.example.org" }, shows: ["url"] },
  },
  {
    type: "aws:kms/key:Key",
    inputs: { description: "one", deletionWindowInDays: 7, enableKeyRotation: true, ...tags("dev") },
    update: {
      inputs: { description: "two", enableKeyRotation: false, ...tagChange.inputs },
      shows: ["description", "enableKeyRotation", ...tagChange.shows],
    },
    replace: { inputs: { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "RSA_2048" }, shows: ["keyUsage"] },
    forgotten: ["deletionWindowInDays"],
  },
  {
    type: "aws:kms/alias:Alias",
    inputs: { name: "alias/sample", targetKeyId: "${Key.id}" },
    replace: { inputs: { name: "alias/other" }, shows: ["name"] },
  },
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: { name: "/aws/eks/sample/cluster", retentionInDays: 7, ...tags("dev") },
    update: {
      inputs: { retentionInDays: 30, ...tagChange.inputs },
      shows: ["retentionInDays", ...tagChange.shows],
    },
    replace: { inputs: { name: "/aws/eks/other/cluster" }, shows: ["name"] },
  },
];
