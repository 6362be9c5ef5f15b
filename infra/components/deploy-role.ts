import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { compact } from "../../trust/documents/policy";
import type { DeployRole as Role, Organization } from "../config/model";
import { deployPermissions, deployTrust } from "../documents/deploy-role";

/** What a deploy role is made from. */
export interface DeployRoleArgs {
  readonly organization: Organization;
  /** The role as the model has it; its provider must be that of `role.account`. */
  readonly role: Role;
}

/** One deploy role in one account: the role that steps assume, with its trust and its permissions. */
export class DeployRole extends pulumi.ComponentResource {
  /** The role, e.g. to make something wait for it. */
  readonly role: aws.iam.Role;

  constructor(
    name: string,
    { organization, role }: DeployRoleArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("octolaunch:index:DeployRole", name, {}, options);

    this.role = new aws.iam.Role(
      name,
      {
        name: role.name,
        path: role.path,
        description: `Steps of Octopus in ${role.environment}; only the launcher assumes it`,
        assumeRolePolicy: compact(deployTrust(role)),
        maxSessionDuration: role.maxSessionSeconds,
        permissionsBoundary: role.permissionsBoundaryArn,
        tags: { ...role.tags, "octolaunch:environment": role.environment },
      },
      { parent: this, replacementTrigger: role.account.id },
    );
    new aws.iam.RolePolicy(
      name,
      { name: "steps", role: this.role.name, policy: compact(deployPermissions(organization, role)) },
      { parent: this, replacementTrigger: role.account.id },
    );
    this.registerOutputs();
  }
}
