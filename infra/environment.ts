import * as pulumi from "@pulumi/pulumi";

import { accountProvider } from "./components/account-provider";
import { DeployRole } from "./components/deploy-role";
import type { Environment } from "./config/model";
import { tooling } from "./config/names";
import { refusal } from "./config/problems";
import type { Settings } from "./config/settings";

/** Outputs of an environment stack. */
export interface EnvironmentOutputs {
  /** Account id to the deploy roles in it, name to ARN: what steps of this environment may assume. */
  readonly deployRoles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The service accounts whose pods get them, as `namespace/serviceAccount`. */
  readonly admitted: readonly string[];
}

/** An environment stack: the deploy roles of one environment, in each of its accounts. */
export async function environmentStack({ organization, environment }: Settings): Promise<EnvironmentOutputs> {
  await checkLaunchers(environment);

  for (const account of environment.accounts) {
    const provider = accountProvider(organization, account);
    for (const role of environment.deployRoles.filter((one) => one.account === account)) {
      new DeployRole(`${account.name}-${role.name}`, { organization, role }, { provider });
    }
  }

  const roles = environment.deployRoles;
  return {
    deployRoles: Object.fromEntries(
      environment.accounts.map(({ id }) => [
        id,
        Object.fromEntries(
          roles.filter(({ account }) => account.id === id).map(({ name, arn }) => [name, arn]),
        ),
      ]),
    ),
    admitted: (roles[0]?.admitted ?? []).flatMap(({ bindings }) =>
      bindings.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
    ),
  };
}

/** The launchers that the roles trust must be those that the tooling stack has created. */
async function checkLaunchers({ deployRoles }: Environment): Promise<void> {
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${tooling}`;
  const { value } = await new pulumi.StackReference(stack).getOutputDetails("launchers");
  const created = Object.values((value ?? {}) as Record<string, string>);
  const needed = new Set(
    deployRoles.flatMap(({ admitted }) => admitted.map(({ launcherArn }) => launcherArn)),
  );
  const missing = [...needed].filter((arn) => !created.includes(arn));
  if (missing.length === 0) return;
  throw refusal(
    `Nothing was changed: stack ${stack} has not created ${missing.join(", ")}, which the deploy roles here are to ` +
      `trust. It has ${created.join(", ") || "no launcher"}. Run \`pulumi up --stack ${tooling}\` first.`,
  );
}
