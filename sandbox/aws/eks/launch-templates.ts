import type { CreateNodegroupRequest, LaunchTemplateSpecification } from "@aws-sdk/client-eks";

import type { Call } from "../front/call";
import type { Sandbox } from "../sandbox";
import { invalid } from "./state";

/**
 * The launch template that a node group asks for, with id, name and version filled in as EKS does.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
export async function launchTemplateOf(
  request: Partial<CreateNodegroupRequest>,
  { account, region }: Call,
  { facts }: Sandbox,
): Promise<{ specification?: LaunchTemplateSpecification; instanceType?: string }> {
  if (!request.launchTemplate) return {};
  const { id, name, version } = request.launchTemplate;
  if ((id === undefined) === (name === undefined)) {
    throw invalid(
      "You must specify either the launch template ID or the launch template name in the request",
    );
  }
  const template = await facts.launchTemplate(account, region, id ?? name ?? "", version ?? "$Default");
  if (!template)
    throw invalid(`Launch template ${id ?? name} with version ${version ?? "$Default"} was not found.`);
  if (request.diskSize !== undefined)
    throw invalid("Disk size must be specified within the launch template.");
  if (template.hasInstanceProfile)
    throw invalid(
      "Launch template should not specify an instance profile. The noderole in your request will be used",
    );
  if (request.instanceTypes?.length && template.instanceType) {
    throw invalid("You cannot specify instance types in both launch template and API request");
  }
  return {
    specification: { id: template.id, name: template.name, version: template.version },
    instanceType: template.instanceType ?? undefined,
  };
}
