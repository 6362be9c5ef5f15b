import { accessEntry } from "./accessEntry";
import { accessPolicyAssociation } from "./accessPolicyAssociation";
import { addon } from "./addon";
import { cluster } from "./cluster";
import { nodeGroup } from "./nodeGroup";
import { podIdentityAssociation } from "./podIdentityAssociation";

export const resources = [
  accessEntry,
  accessPolicyAssociation,
  addon,
  cluster,
  nodeGroup,
  podIdentityAssociation,
];
