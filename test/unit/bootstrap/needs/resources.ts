import { clusterPath, deployRolePath, iamArn, launcherPolicyPath } from "../../../../infra/config/names";
import type { Partition } from "../../../../infra/config/partitions";
import { oidcRolePath } from "../../../../infra/octopus/accounts";
import type { Place } from "../../../support/cloudformation";
import type { Target } from "./need";

const tag = "octolaunch:stack";

/** Context of a request that puts the provider's default tag on something new. */
export const tagging = { [`aws:RequestTag/${tag}`]: "tooling" };

/** Context of a request about something that has the tag. */
export const tagged = { [`aws:ResourceTag/${tag}`]: "tooling" };

/** What settings say in octopus.oidc.issuer, where they do. */
export const issuerHost = "octopus.example.com";

/** Name of the sample organization's cluster. */
export const clusterName = "octopus-cluster";

/** ARNs of what the program makes in the tooling account of the sample organization, and of some that it does not. */
export class Resources {
  constructor(readonly place: Place) {}

  role(path: string, name: string): string {
    return iamArn(this.place.partition as Partition, this.place.accountId, "role", path, name);
  }

  regional(service: string, resource: string): string {
    const { partition, region, accountId } = this.place;
    return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  }

  awsPolicy(name: string): string {
    return `arn:${this.place.partition}:iam::aws:policy/${name}`;
  }

  get deployRole(): string {
    return this.role(deployRolePath, "DevDeployRole");
  }
  get oidcRole(): string {
    return this.role(oidcRolePath, "OctoDevRole");
  }
  /** Octopus as an issuer of tokens. */
  get issuer(): string {
    return iamArn(this.place.partition as Partition, this.place.accountId, "oidc-provider", "/", issuerHost);
  }
  get launcher(): string {
    return this.role("/", "OctoLauncherRole");
  }
  get launcherPolicy(): string {
    return this.policy(launcherPolicyPath, "OctoLauncherRole-assume-1");
  }
  get clusterRole(): string {
    return this.role(clusterPath, clusterName);
  }
  get nodesRole(): string {
    return this.role(clusterPath, `${clusterName}-nodes`);
  }
  get driverRole(): string {
    return this.role(clusterPath, `${clusterName}-ebs-csi`);
  }
  get cluster(): string {
    return this.regional("eks", `cluster/${clusterName}`);
  }
  get key(): string {
    return this.regional("kms", "key/01234567-89ab-cdef-0123-456789abcdef");
  }
  get keyAlias(): string {
    return this.regional("kms", `alias/octopus/${clusterName}`);
  }
  get logGroup(): string {
    return this.regional("logs", `log-group:/aws/eks/${clusterName}/cluster`);
  }

  policy(path: string, name: string): string {
    return iamArn(this.place.partition as Partition, this.place.accountId, "policy", path, name);
  }

  /** Something of EC2 that is being created, e.g. a `subnet`. */
  fresh(type: string): Target {
    return { ...this.foreign(type), context: tagging };
  }

  /** Something of EC2 that the program created. */
  own(type: string): Target {
    return { ...this.foreign(type), context: tagged };
  }

  /** Something of EC2 of somebody else's. */
  foreign(type: string): Target {
    return { arn: this.regional("ec2", `${type}/${type}-0123456789abcdef0`) };
  }
}
