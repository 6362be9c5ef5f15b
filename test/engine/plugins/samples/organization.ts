import { accounts } from "../../aws/aws";
import { deny, tagChange, tags, type Sample } from "./sample";

/** Policies of the organization, which only the management account can make. */
export const organization: Sample[] = [
  {
    type: "aws:organizations/policy:Policy",
    name: "OrganizationPolicy",
    provider: "management",
    inputs: { name: "sample", content: deny("s3:DeleteBucket"), description: "one", ...tags("dev") },
    update: {
      inputs: {
        name: "renamed",
        content: deny("s3:DeleteObject"),
        description: undefined,
        ...tagChange.inputs,
      },
      shows: ["name", "content", "description", ...tagChange.shows],
    },
    replace: {
      inputs: { type: "RESOURCE_CONTROL_POLICY", content: deny("s3:DeleteBucket", { Principal: "*" }) },
      shows: ["type"],
    },
  },
  {
    type: "aws:organizations/policy:Policy",
    name: "OrganizationPolicy2",
    provider: "management",
    inputs: {
      name: "sample",
      type: "RESOURCE_CONTROL_POLICY",
      content: deny("s3:DeleteBucket", { Principal: "*" }),
    },
    update: { inputs: { name: "resources" }, shows: ["name"] },
  },
  {
    type: "aws:organizations/policyAttachment:PolicyAttachment",
    provider: "management",
    inputs: { policyId: "${OrganizationPolicy2.id}", targetId: accounts.tooling },
    replace: {
      inputs: { policyId: "${OrganizationPolicy.id}", targetId: accounts.dev },
      shows: ["policyId", "targetId"],
    },
  },
];
