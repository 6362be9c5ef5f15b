import type { Resource } from "../../trust/sources/resources/context";
import { isFields } from "../../trust/sources/resources/plain";
import { unknown } from "../../trust/truth";
import type { Rule } from "../rule";
import { launchersIn } from "../subjects";

const nodeGroupType = "aws:eks/nodeGroup:NodeGroup";
const launched = new Set([
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
  "aws:ec2/instance:Instance",
]);

/**
 * A pod is one hop further from the instance metadata than its node. With tokens and one hop it does not get the node's
 * role when it should have got another one or none.
 *
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html
 */
export const imdsBlocked: Rule = {
  name: "imds-blocked",
  description: "Pods beside Octopus do not reach the instance metadata, and so not the node's role.",
  level: "advisory",
  *ofStack(stack, settings) {
    const accounts = launchersIn(stack, settings).map(({ home }) => home.account);
    for (const resource of stack.resources.filter(({ home }) => accounts.includes(home.account))) {
      const problem = problemOf(resource);
      const remedy =
        resource.type === nodeGroupType ? `Give it a launch template with ${options}.` : `Write ${options}.`;
      if (problem !== undefined) yield { urn: resource.urn, message: `${problem}\n${remedy}` };
    }
  },
};

const options = 'metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 }';

function problemOf({ type, props }: Resource): string | undefined {
  const { launchTemplate, metadataOptions } = props;
  if (type === nodeGroupType)
    return launchTemplate === undefined
      ? "The node group has no launch template, so that EKS gives its nodes a hop limit of 2."
      : undefined;
  if (!launched.has(type)) return undefined;
  if (metadataOptions === undefined)
    return launchTemplate === undefined
      ? "It has no metadataOptions, so that its image and account decide who reaches the metadata."
      : undefined;
  const notKnown = "Its metadataOptions are not known yet and are judged at `pulumi up`.";
  if (!isFields(metadataOptions)) return notKnown;
  const { httpEndpoint, httpTokens, httpPutResponseHopLimit: hops } = metadataOptions;
  if (httpEndpoint === "disabled") return undefined;
  const values = [httpTokens, hops];
  if (httpTokens === "required" && hops === 1) return undefined;
  const isWrong = (httpTokens !== unknown && httpTokens !== "required") || (hops !== unknown && hops !== 1);
  if (!isWrong && values.includes(unknown)) return notKnown;
  return `It lets pods reach the metadata: httpTokens is ${said(httpTokens)}, httpPutResponseHopLimit ${said(hops)}.`;
}

function said(value: unknown): string {
  if (value === undefined || value === null) return "left out";
  return value === unknown ? "not known yet" : String(value as string | number);
}
