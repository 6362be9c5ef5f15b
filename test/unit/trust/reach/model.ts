import type { Statement } from "../../../../trust/documents/policy";
import type { Compute, KubernetesGrant, Organization, PodIdentity } from "../../../../trust/organization";
import { nameOf } from "../../../../trust/reach/graph";
import { whoReaches, type Reach } from "../../../../trust/reach/reach";
import { worldOf } from "../../../../trust/reach/world";
import { allowing, ids, named, organization, type At } from "../decide/model";

export type Parts = Parameters<typeof organization>[0] & {
  readonly podIdentities?: readonly PodIdentity[];
  readonly compute?: readonly Compute[];
  readonly kubernetes?: readonly KubernetesGrant[];
};

export function modelOf({
  podIdentities = [],
  compute = [],
  kubernetes = [],
  ...parts
}: Parts): Organization {
  return { ...organization(parts), podIdentities, compute, kubernetes };
}

/** Everybody who reaches a role. */
export function reaches(parts: Parts, ...roles: readonly string[]): readonly Reach[] {
  return whoReaches(worldOf(modelOf(parts)), roles);
}

/** Certainty by name, of all who reach a role. */
export function byName(parts: Parts, role: string): Readonly<Record<string, string>> {
  return Object.fromEntries(reaches(parts, role).map(({ from, certainty }) => [nameOf(from), certainty]));
}

/** How somebody reaches a role: `proven: pass role`, the kinds of several steps one after the other, or `not`. */
export function how(parts: Parts, from: string, role: string): string {
  const found = reaches(parts, role).find((reach) => nameOf(reach.from) === from);
  return found ? `${found.certainty}: ${found.path.map(({ kind }) => kind).join(", ")}` : "not";
}

/** A policy of an identity that allows some actions, on everything unless it says otherwise. */
export function may(
  Action: string | readonly string[],
  Resource: string | readonly string[] = "*",
  more: Partial<Statement> = {},
): { readonly policies: readonly [ReturnType<typeof allowing>] } {
  return { policies: [allowing({ Action, Resource, ...more })] };
}

/** A guardrail that denies. */
export function denying(kind: "scp" | "rcp", Action: string, more: Partial<Statement> = {}): At {
  return {
    root: [
      named("guardrail", kind, {
        Effect: "Deny",
        ...(kind === "rcp" && { Principal: "*" }),
        Action,
        Resource: "*",
        ...more,
      }),
    ],
  };
}

export const rootOf = (account: keyof typeof ids): string => `the root user of account ${ids[account]}`;
