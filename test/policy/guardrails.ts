import { compact, type PolicyDocument, type Statement } from "../../trust/documents/policy";
import { expectedGuardrail } from "../fixtures/expected";
import { launcherRole } from "./launchers";
import { ids, launcherArn, output, resource, type Given } from "./resources";

export type GuardrailKind = "scp" | "rcp";

const types = { scp: "SERVICE_CONTROL_POLICY", rcp: "RESOURCE_CONTROL_POLICY" } as const;

/** The document that our program makes, with changes to its statement about deploy roles. */
export function guardrailDocument(
  kind: GuardrailKind,
  change: (statement: Statement) => Statement = (statement) => statement,
): PolicyDocument {
  const { Statement, ...rest } = expectedGuardrail(`octolaunch-${kind}-1`);
  return {
    ...rest,
    Statement: Statement.map((statement) =>
      statement.Sid === "DenyAssumeDeployRolesExceptLauncher" ? change(statement) : statement,
    ),
  };
}

/** A policy of the organization. */
export function organizationPolicy(
  name: string,
  content: unknown,
  props: Readonly<Record<string, unknown>> = { type: types.scp },
): Given {
  return resource("aws:organizations/policy:Policy", name, { name, content, ...props }, "management");
}

export function guardrail(kind: GuardrailKind, content: unknown, number = 1): Given {
  return organizationPolicy(`octolaunch-${kind}-${number}`, content, { type: types[kind] });
}

export function attached(policy: Given, targets: readonly unknown[]): readonly Given[] {
  return targets.map((targetId, index) =>
    resource(
      "aws:organizations/policyAttachment:PolicyAttachment",
      `${policy.name}/${index}`,
      { policyId: output(policy, "id"), targetId },
      "management",
    ),
  );
}

export const allAccounts = [ids.tooling, ids.dev, ids.staging, ids.prod] as const;

/** Contents of a tooling stack's policies, and what they are attached to; what is left out is as our program has it. */
export interface Guardrails {
  readonly scp?: readonly unknown[];
  readonly rcp?: readonly unknown[];
  readonly scpTargets?: readonly unknown[];
  readonly rcpTargets?: readonly unknown[];
}

/** A tooling stack: the launcher with the guardrails around deploy roles. */
export function toolingStack({
  scp = [compact(guardrailDocument("scp"))],
  rcp = [compact(guardrailDocument("rcp"))],
  scpTargets = allAccounts,
  rcpTargets = allAccounts,
}: Guardrails = {}): readonly Given[] {
  const policies = (
    kind: GuardrailKind,
    contents: readonly unknown[],
    targets: readonly unknown[],
  ): Given[] =>
    contents.flatMap((content, index) => {
      const policy = guardrail(kind, content, index + 1);
      return [policy, ...attached(policy, targets)];
    });
  return [launcherRole(), ...policies("scp", scp, scpTargets), ...policies("rcp", rcp, rcpTargets)];
}

/** A statement that keeps deploy roles for the launcher, with something of it otherwise. */
export function denial(change: Partial<Statement> = {}): Statement {
  return {
    Sid: "DenyAssumeDeployRolesExceptLauncher",
    Effect: "Deny",
    Action: "sts:AssumeRole",
    Resource: "arn:aws:iam::*:role/octopus/deploy/*",
    Condition: { StringNotEquals: { "aws:PrincipalArn": launcherArn } },
    ...change,
  };
}
