import { text } from "../front/call";
import { AwsError } from "../front/errors";
import { resourcePolicyProblem } from "../iam/documents";
import type { Guard, Service } from "../service";

/** @see https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html */
const createVpcEndpoint: Guard = async ({ params, account, region }, { facts }) => {
  const service = text(params, "ServiceName") ?? "";
  const vpc = text(params, "VpcId") ?? "";
  const type = text(params, "VpcEndpointType") ?? "Gateway";
  const { types, dnsSupport, dnsHostnames, privateNames } = await facts.endpoint(
    account,
    region,
    vpc,
    service,
  );
  if (types.length === 0) {
    throw new AwsError("InvalidServiceName", `The Vpc Endpoint Service '${service}' does not exist`);
  }
  if (!types.includes(type)) {
    throw new AwsError(
      "InvalidParameter",
      `Endpoint type (${type}) does not match available service types (${types.join(", ")}).`,
    );
  }
  const policy = text(params, "PolicyDocument");
  const problem = policy === undefined ? undefined : resourcePolicyProblem(policy);
  if (problem !== undefined)
    throw new AwsError("InvalidPolicyDocument", `The policy document is invalid: ${problem}`);
  if (type !== "Interface" || text(params, "PrivateDnsEnabled") !== "true") return;
  if (!dnsSupport || !dnsHostnames) {
    throw new AwsError(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc}`,
    );
  }
  if (privateNames) {
    throw new AwsError(
      "InvalidParameter",
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${service} in the VPC ${vpc}`,
    );
  }
};

const modifyVpcEndpoint: Guard = async ({ params }) => {
  const policy = text(params, "PolicyDocument");
  const problem = policy === undefined ? undefined : resourcePolicyProblem(policy);
  if (problem !== undefined)
    throw new AwsError("InvalidPolicyDocument", `The policy document is invalid: ${problem}`);
};

/** EC2 is moto's, which takes endpoints of any service with any policy. */
export const ec2: Service = {
  guards: { CreateVpcEndpoint: createVpcEndpoint, ModifyVpcEndpoint: modifyVpcEndpoint },
};
