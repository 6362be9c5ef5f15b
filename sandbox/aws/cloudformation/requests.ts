import { items, text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";
import { parameterValues, type GivenParameter } from "./parameters";
import { pseudoParameters, resourcesInOrder } from "./plan";
import { Resolver } from "./resolver";
import { resourceTypes } from "./resource-types";
import type { StackSource } from "./stacks";
import { parseTemplate, refused, type Template } from "./template";

/** What a request to create or change a stack, change set or stack set says, checked. */
export async function sourceOf(call: Call, sandbox: Sandbox, previous?: StackSource): Promise<StackSource> {
  const { params } = call;
  for (const name of [
    "TemplateURL",
    "RoleARN",
    "StackPolicyBody",
    "ResourceTypes",
    "RollbackConfiguration",
  ]) {
    if (params[name] !== undefined) throw refused(`the sandbox's CloudFormation does not know ${name}`);
  }
  const usePrevious = text(params, "UsePreviousTemplate") === "true";
  const body = usePrevious ? previous?.body : text(params, "TemplateBody");
  if (body === undefined) throw refused("Either Template URL or Template Body must be specified.");
  const template = await parseTemplate(body, sandbox);
  for (const { Type } of Object.values(template.Resources)) {
    if (!resourceTypes[Type])
      throw refused(`the sandbox's CloudFormation does not know the resource type ${Type}`);
  }
  const parameters = parameterValues(
    template,
    items<GivenParameter>(params, "Parameters"),
    previous?.parameters,
  );
  const source = {
    body,
    template,
    parameters,
    tags:
      params.Tags === undefined && previous
        ? previous.tags
        : items<{ Key: string; Value: string }>(params, "Tags").map(({ Key, Value }) => ({ Key, Value })),
    capabilities: items<string>(params, "Capabilities"),
  };
  checkCircles(source, call);
  checkCapabilities(template, source.capabilities);
  return source;
}

function checkCircles({ template, parameters }: StackSource, call: Call): void {
  const pseudo = pseudoParameters({ id: "", name: "" }, call);
  resourcesInOrder(template, new Resolver(template, parameters, pseudo, new Map()));
}

/** A template that makes identities must be acknowledged. */
function checkCapabilities({ Resources }: Template, given: readonly string[]): void {
  const needed = Object.values(Resources).map(({ Type, Properties = {} }) =>
    resourceTypes[Type]?.capability(Properties),
  );
  const named = needed.includes("CAPABILITY_NAMED_IAM");
  if (!named && !needed.includes("CAPABILITY_IAM")) return;
  if (given.includes("CAPABILITY_NAMED_IAM") || (!named && given.includes("CAPABILITY_IAM"))) return;
  throw new AwsError(
    "InsufficientCapabilitiesException",
    `Requires capabilities : [${named ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM"}]`,
  );
}

export function stackName(call: Call): string {
  const name = text(call.params, "StackName") ?? "";
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return name;
  throw refused(
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}
