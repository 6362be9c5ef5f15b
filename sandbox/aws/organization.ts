import type { LimitName } from "../../trust/limits";

/** The organization that a sandbox starts with. */
export interface SeedOrganization {
  /** `o-` and 10 to 32 lower-case letters and digits. */
  readonly id: string;
  /** Account id of the management account: 12 digits. */
  readonly managementId: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** The region that the sandbox judges resources for. */
  readonly region: string;
  /** The member accounts; those without an OU come into one named `Workloads`. */
  readonly accounts: readonly { readonly name: string; readonly id: string; readonly ou?: string }[];
  /** Quotas that AWS has raised for it. */
  readonly limits?: Partial<Record<LimitName, number>>;
}

/** The organization as it is now, by moto's state. */
export interface Organization {
  readonly id: string;
  readonly managementId: string;
  readonly rootId: string;
  /** Policy types enabled at the root, such as `SERVICE_CONTROL_POLICY`. */
  readonly policyTypes: readonly string[];
  readonly units: readonly { readonly id: string; readonly name: string; readonly parent: string }[];
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly parent: string }[];
  readonly policies: readonly Policy[];
}

/** A policy of an organization, AWS's own among them. */
export interface Policy {
  readonly id: string;
  readonly name: string;
  /** Such as `SERVICE_CONTROL_POLICY`. */
  readonly type: string;
  readonly awsManaged: boolean;
  /** Ids of the root, OUs and accounts that it is attached to. */
  readonly targets: readonly string[];
}
