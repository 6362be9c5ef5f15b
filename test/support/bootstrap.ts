import { readFileSync } from "node:fs";
import { join } from "node:path";

import { list, type PolicyDocument, type Statement } from "../../trust/documents/policy";
import { resolveTemplate, type Parameters, type Place } from "./cloudformation";

/** What an account is for, as the template's parameter AccountKind says it. */
export type AccountKind = "environment" | "tooling";

/** The role that the template makes. */
export interface Provisioner {
  readonly trust: PolicyDocument;
  readonly inline: PolicyDocument;
  /** Managed policies, by name. */
  readonly managed: Readonly<Record<string, PolicyDocument>>;
}

/** The template file. */
export const templateFile = join(__dirname, "..", "..", "bootstrap", "provisioner.yaml");

/** The tooling account of the sample organization, in a region that is not IAM's own. */
export const samplePlace: Place = { partition: "aws", region: "eu-west-1", accountId: "123456789012" };

/** An account in each partition. */
export const places: readonly Place[] = [
  samplePlace,
  { ...samplePlace, partition: "aws-us-gov", region: "us-gov-west-1" },
  { ...samplePlace, partition: "aws-cn", region: "cn-north-1" },
];

/**
 * The role as CloudFormation would make it in an account.
 *
 * @param parameters what to give besides the kind; a deploying principal of the place's partition by default
 * @throws ParameterError for parameters that CloudFormation would refuse
 */
export function provisioner(
  kind: AccountKind,
  parameters: Parameters = {},
  place: Place = samplePlace,
): Provisioner {
  const { resources } = resolveTemplate(
    readFileSync(templateFile, "utf8"),
    {
      AccountKind: kind,
      DeployingPrincipalArn: `arn:${place.partition}:iam::999999999999:role/Pulumi`,
      ...parameters,
    },
    place,
  );
  const properties = (type: string): Record<string, unknown>[] =>
    Object.values(resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => Properties as Record<string, unknown>);
  const [role] = properties("AWS::IAM::Role") as unknown as RoleProperties[];
  const [inline] = role?.Policies ?? [];
  if (!role || !inline || role.Policies.length > 1) throw new Error("the template makes no role as expected");
  return {
    trust: role.AssumeRolePolicyDocument,
    inline: inline.PolicyDocument,
    managed: Object.fromEntries(
      properties("AWS::IAM::ManagedPolicy").map(({ ManagedPolicyName, PolicyDocument }) => [
        ManagedPolicyName as string,
        PolicyDocument as PolicyDocument,
      ]),
    ),
  };
}

interface RoleProperties {
  readonly AssumeRolePolicyDocument: PolicyDocument;
  readonly Policies: readonly { readonly PolicyDocument: PolicyDocument }[];
}

/** Every statement of the role's permissions. */
export function statements({ inline, managed }: Provisioner): readonly Statement[] {
  return [inline, ...Object.values(managed)].flatMap(({ Statement }) => Statement);
}

/** Actions that AWS allows everybody. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const free = new Set(["sts:GetCallerIdentity"]);

/**
 * Which of the actions that were called under the provisioning role no statement allows, on whatever resource.
 *
 * @param actions as IAM writes them, e.g. `iam:CreateRole`
 * @param parameters with which the role was made, besides the kind
 * @returns each once, sorted
 */
export function uncoveredActions(
  kind: AccountKind,
  actions: readonly string[],
  parameters: Parameters = {},
): string[] {
  const allowed = new Set(
    statements(provisioner(kind, parameters))
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => list(Action)),
  );
  return [...new Set(actions)].filter((action) => !allowed.has(action) && !free.has(action)).sort();
}
