import * as octopus from "@pulumi/octopusdeploy";
import * as pulumi from "@pulumi/pulumi";

import type { AwsAccount, OidcAccount } from "../../octopus/accounts";
import type { OctopusModel } from "../../octopus/model";
import type { EksTarget } from "../../octopus/targets";
import type { Variable } from "../../octopus/variables";

/** What the access of an environment is made from. */
export interface OctopusAccessArgs {
  readonly model: OctopusModel;
  /** Slug of the environment. */
  readonly environment: string;
  /** What the tooling stack has made for it. */
  readonly ids: OctopusAccessIds;
}

/** Ids in Octopus. */
export interface OctopusAccessIds {
  readonly environment: string;
  readonly workerPool: string;
  /** The library variable set to fill, e.g. `LibraryVariableSets-3`. */
  readonly variableSet: string;
}

/** How steps of one environment reach AWS: its accounts, the variables that steps name, the clusters of kubectl. */
export class OctopusAccess extends pulumi.ComponentResource {
  /** @param options with the provider of the space; what steps assume should be there before */
  constructor(
    name: string,
    { model, environment, ids }: OctopusAccessArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("octolaunch:index:OctopusAccess", name, {}, options);
    const here = <T extends { readonly environment: string }>(all: readonly T[]): readonly T[] =>
      all.filter((one) => one.environment === environment);

    const accounts = new Map(
      here(model.accounts).flatMap((one) =>
        one.oidc ? [[one.name, this.createAccount(one, one.oidc, ids)] as const] : [],
      ),
    );
    for (const variable of here(model.variables)) this.createVariable(variable, accounts, ids);
    for (const target of here(model.targets)) this.createTarget(target, accounts, ids);
    this.registerOutputs();
  }

  private createAccount(
    { name, slug, account }: AwsAccount,
    { roleArn, sessionSeconds, subjectKeys }: OidcAccount,
    ids: OctopusAccessIds,
  ): octopus.AwsOpenidConnectAccount {
    return new octopus.AwsOpenidConnectAccount(
      slug,
      {
        name,
        roleArn,
        region: account.region,
        sessionDuration: sessionSeconds,
        environments: [ids.environment],
        executionSubjectKeys: [...subjectKeys.execution],
        healthSubjectKeys: [...subjectKeys.healthCheck],
        accountTestSubjectKeys: [...subjectKeys.accountTest],
      },
      { parent: this },
    );
  }

  private createVariable(
    { name, description, value }: Variable,
    accounts: ReadonlyMap<string, octopus.AwsOpenidConnectAccount>,
    ids: OctopusAccessIds,
  ): void {
    const held = (): pulumi.Input<string> => {
      switch (value.type) {
        case "String":
          return value.text;
        case "WorkerPool":
          return ids.workerPool;
        case "AmazonWebServicesAccount":
          return idOf(accounts, value.account);
      }
    };
    new octopus.Variable(
      name,
      {
        ownerId: ids.variableSet,
        name,
        description,
        type: value.type,
        value: held(),
        scopes: [{ environments: [ids.environment] }],
      },
      { parent: this },
    );
  }

  private createTarget(
    { name, slug, url, certificateAuthority, tags, namespace, credentials }: EksTarget,
    accounts: ReadonlyMap<string, octopus.AwsOpenidConnectAccount>,
    ids: OctopusAccessIds,
  ): void {
    const login =
      credentials.kind === "oidc"
        ? { accountId: idOf(accounts, credentials.account), useInstanceRole: false }
        : {
            accountId: "",
            useInstanceRole: true,
            assumeRole: true,
            assumedRoleArn: credentials.roleArn,
            assumedRoleSession: credentials.sessionName,
            assumeRoleSessionDuration: credentials.sessionSeconds,
          };
    const certificate = new octopus.Certificate(
      slug,
      { name: `EKS ${name}`, certificateData: certificateAuthority, environments: [ids.environment] },
      { parent: this },
    );
    new octopus.KubernetesClusterDeploymentTarget(
      slug,
      {
        name,
        clusterUrl: url,
        clusterCertificate: certificate.id,
        environments: [ids.environment],
        roles: [...tags],
        namespace,
        defaultWorkerPoolId: ids.workerPool,
        awsAccountAuthentication: { clusterName: name, ...login },
      },
      { parent: this },
    );
  }
}

function idOf(
  accounts: ReadonlyMap<string, octopus.AwsOpenidConnectAccount>,
  name: string,
): pulumi.Output<string> {
  const account = accounts.get(name);
  if (!account) throw new Error(`the settings were not checked: no account ${name}`);
  return account.id;
}
