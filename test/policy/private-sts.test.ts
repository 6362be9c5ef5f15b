import { privateSts } from "../../policy-pack/rules/private-sts";
import { stsEndpointPolicy } from "../../infra/documents/sts-endpoint";
import { compact } from "../../trust/documents/policy";
import { model } from "../fixtures/settings";
import { notKnown, output, resource, type AccountName, type Given } from "./resources";
import { table } from "./table";

const launcher = resource("aws:iam/role:Role", "launcher", { name: "OctoLauncherRole" });
const vpc = resource("aws:ec2/vpc:Vpc", "network", { cidrBlock: "10.40.0.0/16" });

/** A policy of one statement. */
function policy(statement: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Resource: "*", ...statement },
  });
}

const own = compact(stsEndpointPolicy(model(), "organization"));
const strict = compact(stsEndpointPolicy(model(), "strict", ["arn:aws:iam::444444444444:role/Migration"]));

function endpoint(changes: Readonly<Record<string, unknown>> = {}, where: AccountName = "tooling"): Given {
  const props = {
    vpcId: output(vpc, "id"),
    serviceName: "com.amazonaws.us-east-1.sts",
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
    policy: own,
    ...changes,
  };
  return resource("aws:ec2/vpcEndpoint:VpcEndpoint", "sts", props, where);
}

/** With a policy, or what stands in its place. */
function withPolicy(given: unknown): readonly Given[] {
  return [launcher, vpc, endpoint({ policy: given })];
}

describe("the policy private-sts", () => {
  table(privateSts, [
    { title: "the endpoint that octolaunch makes", resources: withPolicy(own) },
    { title: "the strict endpoint that octolaunch makes", resources: withPolicy(strict) },
    {
      title: "an endpoint in China",
      resources: [launcher, vpc, endpoint({ serviceName: "cn.com.amazonaws.cn-north-1.sts" })],
    },
    {
      title: "a network without an endpoint",
      resources: [launcher, vpc, endpoint({ serviceName: "com.amazonaws.us-east-1.sts-fips" })],
      advised: [/no endpoint for STS, so that its calls leave the network\.\nAdd an aws\.ec2\.VpcEndpoint/],
    },
    {
      title: "an endpoint in another account than the network's",
      resources: [launcher, vpc, endpoint({}, "dev")],
      advised: [/no endpoint for STS/],
    },
    {
      title: "an endpoint of which the service is not known yet",
      resources: [launcher, vpc, endpoint({ serviceName: notKnown })],
      advised: [/unless one whose serviceName is not known yet is: judged at `pulumi up`/],
    },
    {
      title: "an endpoint that no host name leads to",
      resources: [launcher, vpc, endpoint({ privateDnsEnabled: false })],
      advised: [/The usual host names of STS do not lead to its endpoint/],
    },
    {
      title: "an endpoint that says nothing of DNS, which is off then",
      resources: [launcher, vpc, endpoint({ privateDnsEnabled: undefined, vpcEndpointType: undefined })],
      advised: [/privateDnsEnabled: true/],
    },
    {
      title: "DNS that is not known yet",
      resources: [launcher, vpc, endpoint({ privateDnsEnabled: notKnown })],
      advised: [/not known yet and are judged at `pulumi up`/],
    },
  ]);

  describe("about the endpoint's policy", () => {
    table(privateSts, [
      {
        // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html: the default lets all pass
        title: "no policy",
        resources: withPolicy(undefined),
        advised: [/has no policy.*\nAllow sts:AssumeRole/],
      },
      {
        title: "AWS's default policy",
        resources: withPolicy(policy({ Principal: "*", Action: "*" })),
        advised: [/lets strangers use sts:AssumeRole \(a statement without Sid\)/],
      },
      {
        title: "everybody who signs, in any case of letters",
        resources: withPolicy(policy({ Sid: "All", Principal: { AWS: "*" }, Action: "STS:assume*" })),
        advised: [/lets strangers use sts:AssumeRole \(All\)/],
      },
      {
        title: "everything but looking at oneself",
        resources: withPolicy(policy({ Principal: "*", NotAction: "sts:GetCallerIdentity" })),
        advised: [/lets strangers use sts:AssumeRole/],
      },
      {
        title: "everybody who brings a token",
        resources: withPolicy(policy({ Principal: "*", Action: "sts:AssumeRoleWithWebIdentity" })),
        advised: [/lets strangers use sts:AssumeRoleWithWebIdentity/],
      },
      {
        // IfExists passes for everybody who has another organization or none.
        title: "a condition that holds for whoever is in no organization",
        resources: withPolicy(
          policy({
            Principal: "*",
            Action: "sts:*",
            Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg" } },
          }),
        ),
        advised: [/lets strangers use sts:AssumeRole/],
      },
      {
        title: "a condition about the network alone",
        resources: withPolicy(
          policy({
            Principal: "*",
            Action: "sts:*",
            Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } },
          }),
        ),
        advised: [/may let strangers use sts:AssumeRole/],
      },
      {
        title: "a second statement that takes back what the first one gives",
        resources: withPolicy(
          JSON.stringify(
            {
              Version: "2012-10-17",
              Statement: [
                { Effect: "Allow", Principal: "*", Action: "sts:*", Resource: "*" },
                {
                  Effect: "Deny",
                  Principal: "*",
                  Action: "sts:Assume*",
                  Resource: "*",
                  Condition: { StringNotEquals: { "aws:ResourceOrgID": "o-exampleorg" } },
                },
              ],
            },
            null,
            2,
          ),
        ),
      },
      {
        title: "the launcher alone, by name",
        resources: withPolicy(
          policy({ Principal: { AWS: "arn:aws:iam::123456789012:role/OctoLauncherRole" }, Action: "sts:*" }),
        ),
      },
      {
        title: "the organization by its paths",
        resources: withPolicy(
          policy({
            Principal: "*",
            Action: "sts:*",
            Condition: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-exampleorg/*" } },
          }),
        ),
      },
      {
        title: "a malformed policy",
        resources: withPolicy(policy({ Principal: "*", Action: "sts:*", Resources: "*" })),
        advised: [/is malformed: Statement.*Resources/],
      },
      {
        title: "a policy that is not known yet",
        resources: withPolicy(notKnown),
        advised: [/not known yet and is judged at `pulumi up`/],
      },
      {
        title: "a policy that is a resource of its own",
        resources: (() => {
          const open = endpoint({ policy: undefined });
          const props = { vpcEndpointId: output(open, "id"), policy: own };
          return [launcher, vpc, open, resource("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "sts", props)];
        })(),
      },
    ]);
  });

  describe("where it has nothing to say", () => {
    table(privateSts, [
      { title: "a launcher in a network that exists", resources: [launcher] },
      {
        title: "a launcher beside an endpoint in a network that exists",
        resources: [launcher, endpoint({ vpcId: "vpc-1", policy: undefined })],
      },
      { title: "a foreign program's network", resources: [vpc, endpoint({ policy: undefined })] },
      {
        title: "a network in another account than the launcher's",
        resources: [launcher, resource("aws:ec2/vpc:Vpc", "network", {}, "dev")],
      },
    ]);
  });
});
