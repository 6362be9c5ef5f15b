import { items, text } from "../front/call";
import { AwsError } from "../front/errors";
import type { Handler } from "../service";
import { describeStack, describeResource, templateParameters } from "./describe";
import { createStack, deleteStack, updateStack, wouldChange } from "./operations";
import { sourceOf, stackName } from "./requests";
import { findStack, newStack, stackOf, stacksOf } from "./stacks";
import { parseTemplate, refused } from "./template";

const create: Handler = async (call, sandbox) => {
  const name = stackName(call);
  if (findStack(name, call, sandbox))
    throw new AwsError("AlreadyExistsException", `Stack [${name}] already exists`);
  const source = await sourceOf(call, sandbox);
  const stack = newStack(name, source, call, sandbox);
  await createStack(stack, call, sandbox);
  return { StackId: stack.id };
};

/** States in which a stack can be changed. */
const changeable = /^(CREATE_COMPLETE|UPDATE_COMPLETE|UPDATE_ROLLBACK_COMPLETE|IMPORT_COMPLETE)$/;

const update: Handler = async (call, sandbox) => {
  const stack = stackOf(call, sandbox);
  const source = await sourceOf(call, sandbox, stack.source);
  if (!changeable.test(stack.status)) {
    throw refused(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
  }
  if (!wouldChange(stack, source, call)) throw refused("No updates are to be performed.");
  await updateStack(stack, source, call, sandbox);
  return { StackId: stack.id };
};

const remove: Handler = async (call, sandbox) => {
  const stack = findStack(text(call.params, "StackName") ?? "", call, sandbox);
  if (!stack || stack.deleted) return undefined;
  if (stack.protected) {
    throw refused(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  }
  await deleteStack(stack, call, sandbox);
  return undefined;
};

const protect: Handler = async (call, sandbox) => {
  const stack = stackOf(call, sandbox);
  stack.protected = text(call.params, "EnableTerminationProtection") === "true";
  return { StackId: stack.id };
};

const describe: Handler = async (call, sandbox) => ({
  Stacks:
    call.params.StackName === undefined
      ? stacksOf(call, sandbox)
          .filter(({ deleted }) => !deleted)
          .map(describeStack)
      : [describeStack(stackOf(call, sandbox))],
});

const list: Handler = async (call, sandbox) => {
  const wanted = items<string>(call.params, "StackStatusFilter");
  const stacks = stacksOf(call, sandbox).filter(
    ({ status }) => wanted.length === 0 || wanted.includes(status),
  );
  return {
    StackSummaries: stacks.map((stack) => ({
      StackId: stack.id,
      StackName: stack.name,
      TemplateDescription: stack.source.template.Description,
      CreationTime: stack.created,
      LastUpdatedTime: stack.updated,
      DeletionTime: stack.deleted,
      StackStatus: stack.status,
      StackStatusReason: stack.reason,
    })),
  };
};

const listResources: Handler = async (call, sandbox) => ({
  StackResourceSummaries: [...stackOf(call, sandbox).resources.values()].map((resource) => {
    const { Timestamp: LastUpdatedTimestamp, ...rest } = describeResource(stackOf(call, sandbox), resource);
    return { ...rest, LastUpdatedTimestamp };
  }),
});

const describeResources: Handler = async (call, sandbox) => {
  const stack = stackOf(call, sandbox);
  const logicalId = text(call.params, "LogicalResourceId");
  const found = [...stack.resources.values()].filter(
    (resource) => (logicalId ?? resource.logicalId) === resource.logicalId,
  );
  return { StackResources: found.map((resource) => describeResource(stack, resource)) };
};

const describeOne: Handler = async (call, sandbox) => {
  const stack = stackOf(call, sandbox);
  const name = text(call.params, "LogicalResourceId") ?? "";
  const resource = stack.resources.get(name);
  if (!resource) throw refused(`Resource ${name} does not exist for stack ${stack.name}`);
  const { Timestamp: LastUpdatedTimestamp, ...rest } = describeResource(stack, resource);
  return { StackResourceDetail: { ...rest, LastUpdatedTimestamp } };
};

const validate: Handler = async (call, sandbox) => {
  const template = await parseTemplate(text(call.params, "TemplateBody") ?? "", sandbox);
  return { Description: template.Description, Parameters: templateParameters(template) };
};

export const stackHandlers: Readonly<Record<string, Handler>> = {
  CreateStack: create,
  UpdateStack: update,
  DeleteStack: remove,
  UpdateTerminationProtection: protect,
  DescribeStacks: describe,
  ListStacks: list,
  ListStackResources: listResources,
  DescribeStackResources: describeResources,
  DescribeStackResource: describeOne,
  DescribeStackEvents: async (call, sandbox) => ({ StackEvents: stackOf(call, sandbox).events }),
  GetTemplate: async (call, sandbox) => ({
    TemplateBody: stackOf(call, sandbox).source.body,
    StagesAvailable: ["Original", "Processed"],
  }),
  ValidateTemplate: validate,
};
