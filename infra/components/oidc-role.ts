import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { compact } from "../../trust/documents/policy";
import { limits } from "../../trust/limits";
import type { Organization } from "../config/model";
import { deployPermissions } from "../documents/deploy-role";
import { oidcTrust } from "../documents/oidc-role";
import { oidcRolePath, type OidcAccount } from "../octopus/accounts";
import { OidcProvider } from "./oidc-provider";

/** What a role for Octopus's own tokens is made from. */
export interface OidcRoleArgs {
  readonly organization: Organization;
  /** The role as the model has it; its provider must be that of the account. */
  readonly oidc: OidcAccount;
}

/**
 * The role that Octopus gets in one account by tokens of its own, and the provider that makes AWS take them where no
 * other environment has it. It may do what the environment's first deploy role there may do, within the same boundary.
 *
 * Let it depend on the account's deploy roles. It is deleted before them then, so that guardrails, which stay as long as
 * there are deploy roles, are never taken off an account that still has it.
 */
export class OidcRole extends pulumi.ComponentResource {
  constructor(name: string, { organization, oidc }: OidcRoleArgs, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:OidcRole", name, {}, options);

    const { deployRole } = oidc;
    const replacementTrigger = deployRole.account.id;
    const ours = oidc.providerOwner === deployRole.environment;
    const provider = ours ? [new OidcProvider(`${name}-issuer`, oidc, { parent: this })] : [];
    const role = new aws.iam.Role(
      name,
      {
        name: oidc.roleName,
        path: oidcRolePath,
        description: `Octopus in ${deployRole.environment}, by tokens of its own; nobody else assumes it`,
        assumeRolePolicy: compact(oidcTrust(oidc)),
        // Octopus may ask for less than the least that IAM takes here.
        maxSessionDuration: Math.max(oidc.sessionSeconds, limits.roleSessionSecondsLeast.value),
        permissionsBoundary: deployRole.permissionsBoundaryArn,
        tags: { ...deployRole.tags, "octolaunch:environment": deployRole.environment },
      },
      { parent: this, replacementTrigger, dependsOn: provider },
    );
    new aws.iam.RolePolicy(
      name,
      { name: "steps", role: role.name, policy: compact(deployPermissions(organization, deployRole)) },
      { parent: this, replacementTrigger },
    );
    this.registerOutputs();
  }
}
