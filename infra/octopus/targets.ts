import type { OctopusSettings } from "../config/octopus";
import type { Organization } from "../config/model";
import { accountName } from "./accounts";
import { findAccount, findRole, octopusEnvironments, rolesIn } from "./environments";
import { slugOf } from "./names";

/** An EKS cluster that steps run kubectl against. Health checks log in as well as steps do. */
export interface EksTarget {
  /** Name of the cluster and of the target. */
  readonly name: string;
  readonly slug: string;
  /** Slug of its one environment. */
  readonly environment: string;
  /** Name of the AWS account that it is in. */
  readonly account: string;
  readonly region: string;
  readonly url: string;
  /** In base64. */
  readonly certificateAuthority: string;
  readonly tags: readonly string[];
  readonly namespace: string;
  readonly credentials: TargetCredentials;
}

/** How a target logs in. ARN and session are written out, because health checks know no variables of deployments. */
export type TargetCredentials =
  | {
      readonly kind: "ambient";
      readonly roleArn: string;
      readonly sessionName: string;
      readonly sessionSeconds: number;
    }
  | {
      readonly kind: "oidc";
      /** Name of the account in Octopus. */
      readonly account: string;
    };

/** The targets whose environment, account and role exist. */
export function targets(settings: OctopusSettings, organization: Organization): readonly EksTarget[] {
  return settings.clusters.flatMap((cluster): EksTarget[] => {
    const environment = octopusEnvironments(organization).find(({ name }) => name === cluster.environment);
    const account = environment && findAccount(environment, cluster.account);
    const role = account && findRole(rolesIn(environment, account), cluster.role);
    if (!role) return [];
    const { name, url, certificateAuthority, tags, namespace } = cluster;
    return [
      {
        name,
        slug: slugOf(name),
        environment: environment.name,
        account: account.name,
        region: account.region,
        url,
        certificateAuthority,
        tags,
        namespace,
        credentials:
          settings.accounts[0] === "oidc"
            ? { kind: "oidc", account: accountName(environment, account) }
            : {
                kind: "ambient",
                roleArn: role.arn,
                sessionName: `octopus-deploy-${name}`.slice(0, 64),
                sessionSeconds: 3600,
              },
      },
    ];
  });
}
