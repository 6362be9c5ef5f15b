import * as pulumi from "@pulumi/pulumi";

import type { Attached, AttachedKind } from "./organization-facts";

/** What this stack put out when it last came up; empty before that. */
export interface LastRun {
  /** Launcher's name to the ARNs of the roles that it could assume. */
  readonly assumable: Readonly<Record<string, readonly string[]>>;
  readonly attached: Attached;
}

/**
 * Reads this stack's own outputs. A `StackReference` would keep them in the state as a resource, which a refresh
 * would find changed after every run that changes them.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.250.0/pkg/resource/deploy/builtins.go
 */
export async function lastRun(): Promise<LastRun> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const read = (await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name })) as {
    outputs?: Readonly<Record<string, unknown>>;
  };
  const { assumable, guardrails } = read.outputs ?? {};
  const { scp, rcp } = (guardrails ?? {}) as Partial<Record<keyof Attached, Partial<AttachedKind>>>;
  return {
    assumable: (assumable ?? {}) as LastRun["assumable"],
    attached: { scp: { ...nothing, ...scp }, rcp: { ...nothing, ...rcp } },
  };
}

const nothing: AttachedKind = { policyIds: [], targets: [] };
