import { unknown } from "../../truth";
import type { Report } from "../reader";
import { computeTypes } from "./compute-types";
import type { Resource } from "./context";

/** Services whose resources say who there is, and what binds or admits them. */
const decisive = /^(aws:(iam|organizations|eks)\/|aws-native:(iam|organizations|eks):)/;

/** Resources of those services that are read elsewhere, or that change nothing of who may become whom. */
const settled = new Set([
  "aws:eks/accessEntry:AccessEntry",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  "aws:iam/accessKey:AccessKey",
  "aws:iam/accountAlias:AccountAlias",
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
  "aws:iam/instanceProfile:InstanceProfile",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  "aws:iam/samlProvider:SamlProvider",
  "aws:iam/securityTokenServicePreferences:SecurityTokenServicePreferences",
  "aws:iam/serverCertificate:ServerCertificate",
  "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
  "aws:iam/signingCertificate:SigningCertificate",
  "aws:iam/sshKey:SshKey",
  "aws:iam/userLoginProfile:UserLoginProfile",
  "aws:iam/virtualMfaDevice:VirtualMfaDevice",
  "aws:organizations/account:Account",
  "aws:organizations/awsServiceAccess:AwsServiceAccess",
  "aws:organizations/organization:Organization",
  "aws:organizations/organizationalUnit:OrganizationalUnit",
  "aws:organizations/policy:Policy",
  "aws:organizations/policyAttachment:PolicyAttachment",
  "aws:organizations/tag:Tag",
]);

const namesRole = /role(Arns?)?$|^(iam)?instanceProfile(Name)?$/i;

/** Reports a resource of AWS that is not read and may matter, so that it is not dropped in silence. */
export function passedOver({ urn, type, props }: Resource, report: Report): void {
  if (Object.hasOwn(computeTypes, type) || settled.has(type)) return;
  if (decisive.test(type)) {
    report(urn, `is of the type ${type}, which is not read`);
  } else if (/^aws(-native)?:/.test(type)) {
    const roles = Object.keys(props).filter((name) => namesRole.test(name) && isGiven(props[name]));
    if (roles.length > 0)
      report(urn, `names a role in ${roles.join(" and ")}, and what its type does as it is not read`);
  }
}

function isGiven(value: unknown): boolean {
  return (
    value === unknown ||
    (typeof value === "string" && value !== "") ||
    (Array.isArray(value) && value.length > 0)
  );
}
