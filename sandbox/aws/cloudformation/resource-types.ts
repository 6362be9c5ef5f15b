import type { Call, Params } from "../front/call";
import type { Sandbox } from "../sandbox";
import { managedPolicy } from "./managed-policy";
import type { Existing } from "./resolver";
import { role } from "./role";

export type Properties = Readonly<Record<string, unknown>>;

/** What a resource's operations work with: requests made on behalf of whoever asked for the stack. */
export interface Workbench {
  /** The name that CloudFormation gives what has none. */
  readonly generatedName: string;
  readonly account: string;
  readonly partition: string;
  readonly sandbox: Sandbox;
  iam(action: string, params: Params): Promise<string>;
}

/** How CloudFormation makes, changes and removes a type of resource. */
export interface ResourceType {
  /** Capability that a stack with such a resource must be given. */
  capability(properties: Properties): "CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM" | undefined;
  /** Properties of which a change means another resource. */
  readonly replacing: readonly string[];
  /** The property that names it; a named resource cannot be replaced. */
  readonly naming: string;
  create(properties: Properties, bench: Workbench): Promise<Existing>;
  update(existing: Existing, before: Properties, after: Properties, bench: Workbench): Promise<void>;
  delete(existing: Existing, properties: Properties, bench: Workbench): Promise<void>;
}

/** The types that the sandbox's CloudFormation knows: what an identity bootstrap is made of. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  "AWS::IAM::Role": role,
  "AWS::IAM::ManagedPolicy": managedPolicy,
};

export function workbench(call: Call, sandbox: Sandbox, generatedName: string): Workbench {
  const { account, partition } = call;
  return {
    generatedName,
    account,
    partition,
    sandbox,
    iam: (action, params) => sandbox.callAs(call, "cloudformation", "iam", action, params),
  };
}
