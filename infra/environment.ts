import * as pulumi from "@pulumi/pulumi";

import { accountProvider } from "./components/account-provider";
import { DeployRole } from "./components/deploy-role";
import { OidcRole } from "./components/oidc-role";
import type { Account, Environment } from "./config/model";
import { tooling } from "./config/names";
import { refusal } from "./config/problems";
import type { Settings } from "./config/settings";
import type { GuardrailOutputs } from "./guard";
import {
  octopusOfEnvironment,
  placeInOctopus,
  type OctopusOfTooling,
  type OctopusSide,
} from "./octopus-side";
import { checkOidcProviders } from "./preflight/oidc-providers";

/** Outputs of an environment stack. */
export interface EnvironmentOutputs {
  /** Account id to the deploy roles in it, name to ARN: what steps of this environment may assume. */
  readonly deployRoles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The service accounts whose pods get them, as `namespace/serviceAccount`. */
  readonly admitted: readonly string[];
}

/**
 * An environment stack: the roles of one environment, in each of its accounts, and the way of Octopus's steps to them.
 */
export async function environmentStack(
  { organization, environment }: Settings,
  { model, url }: OctopusSide,
): Promise<EnvironmentOutputs> {
  const made = await checkTooling(environment);
  const place = url === undefined ? undefined : placeInOctopus(environment.name, made);
  const known = model.accounts.filter((one) => one.environment === environment.name);

  const accounts = environment.accounts.map((account) => ({
    account,
    provider: accountProvider(organization, account),
    oidc: known.find((one) => one.account === account)?.oidc,
  }));
  await checkOidcProviders(
    accounts.flatMap(({ oidc, provider }) => (oidc ? [{ oidc, provider }] : [])),
    { stack: pulumi.getStack(), environments: organization.environments.map(({ name }) => name) },
  );

  const created = accounts.flatMap(({ account, provider, oidc }) => {
    const deployRoles = environment.deployRoles
      .filter((one) => one.account === account)
      .map((role) => new DeployRole(`${account.name}-${role.name}`, { organization, role }, { provider }));
    if (!oidc) return deployRoles;
    // Deleted before the deploy roles, so that the guardrails stay on the account for as long as it is there.
    const options = { provider, dependsOn: deployRoles };
    return [
      ...deployRoles,
      new OidcRole(`${account.name}-${oidc.roleName}`, { organization, oidc }, options),
    ];
  });
  if (url !== undefined && place) octopusOfEnvironment(model, url, environment.name, place, created);

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

/**
 * What the tooling stack must have done before: the launchers that the roles trust, the guardrails around the roles.
 *
 * @returns what it has made in Octopus
 */
async function checkTooling({ accounts, deployRoles }: Environment): Promise<OctopusOfTooling | undefined> {
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${tooling}`;
  const reference = new pulumi.StackReference(stack);
  const [launchers, guardrails, octopus] = await Promise.all(
    ["launchers", "guardrails", "octopus"].map(
      async (name) => (await reference.getOutputDetails(name)).value as unknown,
    ),
  );
  const created = Object.values((launchers ?? {}) as Record<string, string>);
  const needed = new Set(
    deployRoles.flatMap(({ admitted }) => admitted.map(({ launcherArn }) => launcherArn)),
  );
  const missing = [...needed].filter((arn) => !created.includes(arn));
  if (missing.length > 0) {
    throw refusal(
      `Nothing was changed: stack ${stack} has not created ${missing.join(", ")}, which the deploy roles here are to ` +
        `trust. It has ${created.join(", ") || "no launcher"}. Run \`pulumi up --stack ${tooling}\` first.`,
    );
  }
  checkGuardrails(stack, accounts, guardrails as Partial<GuardrailOutputs> | undefined);
  return octopus as OctopusOfTooling | undefined;
}

/** A deploy role is not created where the guardrails are not attached yet. Those of others cannot be looked at here. */
function checkGuardrails(
  stack: string,
  accounts: readonly Account[],
  { mode = "managed", testing = false, rcp }: Partial<GuardrailOutputs> = {},
): void {
  if (mode === "external") return;
  const bare = accounts.filter(({ id }) => !rcp?.targets.includes(id)).map(({ id }) => id);
  if (bare.length === 0) return;
  if (testing) {
    void pulumi.log.warn(
      `the guardrails are attached to test targets only (organization.guardrails.testTargets): the deploy roles in ` +
        `${bare.join(", ")} are guarded by their trust policies alone`,
    );
    return;
  }
  throw refusal(
    `Nothing was changed: stack ${stack} has not attached the guardrails to ${bare.join(", ")}, where deploy roles are ` +
      `to be created. Run \`pulumi up --stack ${tooling}\` first.`,
  );
}
