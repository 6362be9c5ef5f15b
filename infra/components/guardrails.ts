import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { compact, type PolicyDocument } from "../../trust/documents/policy";
import { kinds, policyName, type GuardrailKind } from "../documents/guardrails/policies";

/** What the guardrails are made from. */
export interface GuardrailsArgs {
  readonly documents: Readonly<Record<GuardrailKind, readonly PolicyDocument[]>>;
  /** Ids of roots, OUs and accounts that each kind is attached to. */
  readonly targets: Readonly<Record<GuardrailKind, readonly string[]>>;
}

/**
 * The organization's policies around launcher and deploy roles, attached to where callers and roles are. Its provider
 * is that of the management account.
 *
 * A policy is detached before it is deleted, and what takes over from another is attached before that one lets go.
 */
export class Guardrails extends pulumi.ComponentResource {
  /** Ids of the policies of each kind, e.g. `p-a1b2c3d4`. */
  readonly policyIds: Readonly<Record<GuardrailKind, pulumi.Output<string>[]>>;

  constructor(
    name: string,
    { documents, targets }: GuardrailsArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("octolaunch:index:Guardrails", name, {}, options);
    this.policyIds = {
      scp: this.attach("scp", documents.scp, targets.scp),
      rcp: this.attach("rcp", documents.rcp, targets.rcp),
    };
    this.registerOutputs();
  }

  /** The last policy first: what moves into a policy that is added is there before the others are changed. */
  private attach(
    kind: GuardrailKind,
    documents: readonly PolicyDocument[],
    targets: readonly string[],
  ): pulumi.Output<string>[] {
    const attachments: pulumi.Resource[] = [];
    const ids = documents.map((document, index) => ({ document, number: index + 1 })).reverse();
    return ids
      .map(({ document, number }) => {
        const name = policyName(kind, number);
        const policy = new aws.organizations.Policy(
          name,
          {
            name,
            description:
              "Only the launcher of Octopus assumes deploy roles, and only provisioning changes them",
            type: kinds[kind].type,
            content: compact(document),
          },
          { parent: this, dependsOn: [...attachments] },
        );
        for (const targetId of targets) {
          attachments.push(
            new aws.organizations.PolicyAttachment(
              `${name}/${targetId}`,
              { policyId: policy.id, targetId },
              { parent: this },
            ),
          );
        }
        return policy.id;
      })
      .reverse();
  }
}
