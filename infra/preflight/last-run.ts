import { setTimeout as pause } from "node:timers/promises";

import * as pulumi from "@pulumi/pulumi";

import type { Attached, AttachedKind } from "./organization-facts";

/** What this stack put out when it last came up; empty before that. */
export interface LastRun {
  /** Launcher's name to the ARNs of the roles that it could assume. */
  readonly assumable: Readonly<Record<string, readonly string[]>>;
  readonly attached: Attached;
  readonly onCluster: LastOnCluster;
  /** Slugs of the environments that it had in Octopus. */
  readonly environments: readonly string[];
}

/** What of Octopus the stack has put on its cluster. */
export interface LastOnCluster {
  /** Namespace of the server. */
  readonly server?: string;
  /** Namespaces of the agents. */
  readonly agents: readonly string[];
}

/**
 * Reads this stack's own outputs. A `StackReference` would keep them in the state as a resource, which a refresh
 * would find changed after every run that changes them.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.250.0/pkg/resource/deploy/builtins.go
 */
export async function lastRun(): Promise<LastRun> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const read = await readWhole<{ outputs?: Readonly<Record<string, unknown>> }>(() =>
    pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name }),
  );
  const { assumable, guardrails, onCluster, octopus } = read.outputs ?? {};
  const { scp, rcp } = (guardrails ?? {}) as Partial<Record<keyof Attached, Partial<AttachedKind>>>;
  return {
    assumable: (assumable ?? {}) as LastRun["assumable"],
    attached: { scp: { ...nothing, ...scp }, rcp: { ...nothing, ...rcp } },
    onCluster: { agents: [], ...(onCluster as Partial<LastOnCluster> | undefined) },
    environments: Object.keys((octopus as { environments?: object } | undefined)?.environments ?? {}),
  };
}

/**
 * Reads until the answer is whole. A file backend does not write a state in one piece, and this very run writes its own
 * at this moment: in between, the engine finds an empty file or half of one.
 *
 * @param read fails with what the engine says, e.g. `failed to load checkpoint: EOF`
 * @param waits how long to wait after each failure, in milliseconds
 * @throws Error the last failure, or one of another kind at once
 * @see https://github.com/pulumi/pulumi/blob/v3.250.0/pkg/backend/diy/state.go
 */
export async function readWhole<T>(
  read: () => Promise<T>,
  waits: readonly number[] = [50, 100, 200, 400, 800, 1600],
): Promise<T> {
  for (const wait of waits) {
    try {
      return await read();
    } catch (error) {
      if (!/failed to load checkpoint/.test(String(error))) throw error;
      await pause(wait);
    }
  }
  return read();
}

const nothing: AttachedKind = { policyIds: [], targets: [] };
