import type { Stack, StackResource } from "./stacks";
import type { Template } from "./template";

/** A stack as DescribeStacks answers. */
export function describeStack(stack: Stack): Record<string, unknown> {
  const { template, parameters, tags, capabilities } = stack.source;
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: template.Description,
    Parameters: Object.entries(parameters).map(([ParameterKey, value]) => {
      const hidden = String(template.Parameters?.[ParameterKey]?.NoEcho) === "true";
      return { ParameterKey, ParameterValue: hidden ? "****" : value };
    }),
    CreationTime: stack.created,
    LastUpdatedTime: stack.updated,
    DeletionTime: stack.deleted,
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: false,
    NotificationARNs: [],
    Capabilities: capabilities,
    Outputs: stack.outputs,
    Tags: tags,
    EnableTerminationProtection: stack.protected,
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
  };
}

/** A resource as DescribeStackResources answers. */
export function describeResource(stack: Stack, resource: StackResource): Record<string, unknown> {
  const { events } = stack;
  const event = events.find(({ LogicalResourceId }) => LogicalResourceId === resource.logicalId);
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    Timestamp: resource.changed,
    ResourceStatus: event?.ResourceStatus,
    ResourceStatusReason: event?.ResourceStatusReason,
    DriftInformation: { StackResourceDriftStatus: "NOT_CHECKED" },
  };
}

/** Parameters of a template as ValidateTemplate answers. */
export function templateParameters({ Parameters = {} }: Template): Record<string, unknown>[] {
  return Object.entries(Parameters).map(([ParameterKey, { Default, NoEcho, Description }]) => ({
    ParameterKey,
    DefaultValue: Default,
    NoEcho: String(NoEcho) === "true",
    Description,
  }));
}
