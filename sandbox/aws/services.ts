import { cloudformation } from "./cloudformation/cloudformation";
import { ec2 } from "./ec2/ec2";
import { eks } from "./eks/eks";
import { eksAuth } from "./eks/pod-credentials";
import { iam } from "./iam/iam";
import { kms } from "./kms/kms";
import { organizations } from "./organizations/organizations";
import { route53resolver } from "./route53resolver/route53resolver";
import type { Service } from "./service";
import { sts } from "./sts/sts";

/** The services of which the sandbox answers or checks something itself, by their names in IAM actions. */
export const services: Readonly<Record<string, Service>> = {
  cloudformation,
  ec2,
  eks,
  "eks-auth": eksAuth,
  iam,
  kms,
  organizations,
  route53resolver,
  sts,
};
