import type { Moto } from "./moto";
import type { Organization } from "./organization";

/** Texts of policies by name (inline) or ARN (managed). */
export type Policies = Readonly<Record<string, string>>;

/** A role or user as moto keeps it. */
export interface EntityFacts {
  readonly arn: string;
  /** AROA… or AIDA…. */
  readonly id: string;
  readonly name: string;
  readonly inline: Policies;
  readonly managed: Policies;
  readonly tags: Readonly<Record<string, string>>;
}

export interface RoleFacts extends EntityFacts {
  readonly path: string;
  readonly trust: string;
  /** Seconds. */
  readonly maxSession: number;
  /** Text of the permissions boundary. */
  readonly boundary: string | null;
  readonly instanceProfiles: readonly string[];
}

export interface PolicyFacts {
  readonly arn: string;
  /** Number of roles, users and groups that it is attached to. */
  readonly attached: number;
  readonly boundaryOf: number;
  /** Ids such as `v1`, the oldest first. */
  readonly versions: readonly string[];
  readonly defaultVersion: string;
}

/** An account's place in the organization. */
export interface MembershipFacts {
  readonly organizationId: string;
  readonly isManagement: boolean;
  /** Policy types enabled at the root, such as `SERVICE_CONTROL_POLICY`. */
  readonly policyTypes: readonly string[];
  /** The root, the OUs on the way down, and the account itself. */
  readonly path: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: "ROOT" | "ORGANIZATIONAL_UNIT" | "ACCOUNT";
    /** What is attached there, whether its type is enabled or not. */
    readonly policies: readonly { readonly name: string; readonly type: string; readonly content: string }[];
  }[];
}

export interface NetworkFacts {
  readonly subnets: Readonly<
    Record<string, { readonly vpc: string; readonly vpcCidr: string; readonly zone: string }>
  >;
  readonly groups: Readonly<Record<string, string>>;
}

export interface TemplateFacts {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly instanceType: string | null;
  readonly hasInstanceProfile: boolean;
}

export interface EndpointFacts {
  /** `Interface`, `Gateway`, …; empty when there is no such service. */
  readonly types: readonly string[];
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
  /** Whether an endpoint of the VPC has the service's private names already. */
  readonly privateNames: boolean;
}

/** What moto's state says. Names are found whatever their case, as AWS takes them. */
export interface Facts {
  role(account: string, partition: string, name: string): Promise<RoleFacts | null>;
  user(account: string, partition: string, name: string): Promise<EntityFacts | null>;
  /** A customer's policy by ARN, or else by the name in it, whatever its path and case. */
  policy(account: string, partition: string, arn: string): Promise<PolicyFacts | null>;
  /** Those of these ARNs and unique ids that name nobody in the organization's accounts. */
  missingPrincipals(arns: readonly string[]): Promise<readonly string[]>;
  organization(): Promise<Organization>;
  /** Where an account stands in the organization; null for one outside of it. */
  membership(account: string): Promise<MembershipFacts | null>;
  /** Those of these subnets and security groups that exist; of a group, its VPC. */
  network(
    account: string,
    region: string,
    subnets: readonly string[],
    groups: readonly string[],
  ): Promise<NetworkFacts>;
  /** A version of a launch template, by id or name; `$Default` and `$Latest` count as versions. */
  launchTemplate(
    account: string,
    region: string,
    idOrName: string,
    version: string,
  ): Promise<TemplateFacts | null>;
  /** What decides whether a VPC can get an endpoint of a service. */
  endpoint(account: string, region: string, vpc: string, service: string): Promise<EndpointFacts>;
  /** Whether a KMS key exists and is not about to be deleted. */
  keyExists(account: string, region: string, arn: string): Promise<boolean>;
  /** The IAM user with this long-lived access key. */
  keyOwner(
    accessKey: string,
  ): Promise<{ account: string; user: string; active: boolean; secret: string } | null>;
}

/**
 * Asks moto for facts. An answer is kept until `forget`, which whoever changes moto's state must call: one request asks
 * for the same role several times.
 */
export function factsOf(moto: Moto): Facts & { forget(): void } {
  const kept = new Map<string, Promise<unknown>>();
  const ask =
    (kind: keyof Facts) =>
    (...question: unknown[]): Promise<never> => {
      const key = JSON.stringify([kind, ...question]);
      const answer =
        kept.get(key) ??
        moto.ask("facts", [[kind, ...question]]).then((answers) => (answers as [unknown])[0]);
      kept.set(key, answer);
      return answer as Promise<never>;
    };
  return {
    role: ask("role"),
    user: ask("user"),
    policy: ask("policy"),
    missingPrincipals: ask("missingPrincipals"),
    organization: ask("organization"),
    membership: ask("membership"),
    network: ask("network"),
    launchTemplate: ask("launchTemplate"),
    endpoint: ask("endpoint"),
    keyExists: ask("keyExists"),
    keyOwner: ask("keyOwner"),
    forget: () => kept.clear(),
  };
}
