import { resolve } from "node:path";

import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PolicyDocument } from "../trust/documents/policy";
import { accountProvider } from "./components/account-provider";
import { Guardrails } from "./components/guardrails";
import type { Account, Organization } from "./config/model";
import { refuse } from "./config/problems";
import { documentProblems } from "./documents/check";
import { guardrailDocuments, type GuardrailKind } from "./documents/guardrails/policies";
import { externalGuardrails, writeExternalGuardrails, type ExternalGuardrails } from "./external-guardrails";
import type { AwsAccount } from "./octopus/accounts";
import { formerRoles, keepFormerRoles } from "./preflight/former-roles";
import { lastRun } from "./preflight/last-run";
import { organizationFacts, organizationId } from "./preflight/organization-facts";
import { warnOfPatterns } from "./preflight/pattern-hits";
import { remainingRoles } from "./preflight/remaining-roles";
import { organizationIdProblems, targetProblems } from "./preflight/target-problems";

/** What stands around launcher and deploy roles, as an output of the tooling stack. */
export interface GuardrailOutputs {
  /** Who creates and attaches the policies: this stack, or those who own the organization. */
  readonly mode: "managed" | "external";
  /** Whether they are attached to test targets only. */
  readonly testing: boolean;
  readonly scp: GuardrailKindOutputs;
  readonly rcp: GuardrailKindOutputs;
  /** With `external`: what to create and where to attach it, also written to files. */
  readonly policies?: ExternalGuardrails;
}

export interface GuardrailKindOutputs {
  /** Of the policies that this stack attached; none with `external`. */
  readonly policyIds: readonly pulumi.Output<string>[];
  /** Ids of the roots, OUs and accounts that they belong to. */
  readonly targets: readonly string[];
}

/** An organization with its guardrails. */
export interface Guarded {
  /** With the roles that settings no longer have and that are still there. */
  readonly organization: Organization;
  /** What deploy roles and launchers wait for, so that they never stand unguarded. */
  readonly guardrails: pulumi.Resource[];
  readonly outputs: GuardrailOutputs;
}

/**
 * Puts the guardrails up before anything that they guard, or writes them down for those who do.
 *
 * @param accounts what Octopus knows of them, for the roles of its own tokens
 * @param provider of the tooling account
 * @throws RunError with everything that would stop them from being attached
 */
export async function guard(
  organization: Organization,
  accounts: readonly AwsAccount[],
  provider: aws.Provider,
): Promise<Guarded> {
  const [tooling] = organization.tooling.accounts;
  const providers = new Map([[tooling?.id, provider]]);
  const providerOf = (account: Account): aws.Provider => {
    const known = providers.get(account.id) ?? accountProvider(organization, account);
    providers.set(account.id, known);
    return known;
  };

  const last = await lastRun();
  const former = formerRoles(organization, last.assumable);
  const remaining = await remainingRoles(organization, former, providerOf);
  const kept = keepFormerRoles(organization, remaining, last.attached.scp.targets);
  refuse(documentProblems(kept, accounts));

  const { mode, testing, scpTargets, rcpTargets, directory } = kept.guardrails;
  const targets = { scp: scpTargets, rcp: rcpTargets };
  const documents = guardrailDocuments(kept, accounts) as Record<GuardrailKind, readonly PolicyDocument[]>;
  await warnOfPatterns(organization, providerOf);

  if (mode === "external") {
    refuse(organizationIdProblems(organization, await organizationId(provider)));
    if (last.attached.scp.policyIds.length > 0) {
      void pulumi.log.warn(
        "organization.guardrails is external now: this run detaches and deletes the policies that this stack attached. " +
          "Have those who own the organization attach theirs first",
      );
    }
    const policies = externalGuardrails(documents, targets);
    writeExternalGuardrails(resolve(pulumi.getRootDirectory(), directory), policies);
    const scp = { policyIds: [], targets: targets.scp };
    const rcp = { policyIds: [], targets: targets.rcp };
    return { organization: kept, guardrails: [], outputs: { mode, testing, scp, rcp, policies } };
  }

  const management = accountProvider(organization, organization.management);
  const needed = { scp: documents.scp.length, rcp: documents.rcp.length };
  refuse(targetProblems(kept, await organizationFacts(kept, management, last.attached, needed), needed));
  const guardrails = new Guardrails("octopus-guardrails", { documents, targets }, { provider: management });
  if (testing) {
    void pulumi.log.warn(
      `the guardrails are attached to ${targets.scp.join(", ")} only (organization.guardrails.testTargets): deploy ` +
        "roles are guarded by their trust policies alone until it is removed",
    );
  }
  return {
    organization: kept,
    guardrails: [guardrails],
    outputs: {
      mode,
      testing,
      scp: { policyIds: guardrails.policyIds.scp, targets: targets.scp },
      rcp: { policyIds: guardrails.policyIds.rcp, targets: targets.rcp },
    },
  };
}
