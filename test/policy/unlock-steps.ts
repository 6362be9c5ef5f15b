import type { Fields } from "./trusts";

/** An action of Octopus as a program writes it. */
export interface Action {
  readonly type: string;
  readonly properties: Fields;
}

/** A change by which an action works with AWS as somebody else than the deploy role, or seems to. */
export interface Unlocking {
  /** What it does, e.g. `takes Octopus.Action.Aws.AssumeRole away`. */
  readonly name: string;
  /** The action changed in every place where it can be, each by itself. */
  readonly mutants: (action: Action) => readonly Action[];
}

const assumeRole = "Octopus.Action.Aws.AssumeRole";
const roleArn = "Octopus.Action.Aws.AssumedRoleArn";
const instanceRole = "Octopus.Action.AwsAccount.UseInstanceRole";
const account = "Octopus.Action.AwsAccount.Variable";
const managed = "Octopus.Action.Terraform.ManagedAccount";

/** Leaves out what a property says. */
const byAbsence: readonly Unlocking[] = [instanceRole, assumeRole, roleArn, account, managed].flatMap(
  (property): Unlocking[] => [
    { name: `takes ${property} away`, mutants: changing(property, () => undefined) },
    { name: `empties ${property}`, mutants: changing(property, () => "") },
    { name: `leaves ${property} blank`, mutants: changing(property, () => "  ") },
  ],
);

/**
 * Turns a switch, or leaves it to a variable, which Octopus fills in when a deployment runs.
 *
 * @see https://octopus.com/docs/projects/variables/variable-substitutions
 */
const bySwitch: readonly Unlocking[] = [
  ...[instanceRole, assumeRole].flatMap((property): Unlocking[] => [
    { name: `sets ${property} to False`, mutants: changing(property, () => "False") },
    { name: `sets ${property} to false itself`, mutants: changing(property, () => false) },
    { name: `sets ${property} to what is neither`, mutants: changing(property, () => "No") },
  ]),
  ...[instanceRole, assumeRole, account].map((property) => ({
    name: `leaves ${property} to a variable`,
    mutants: changing(property, () => "#{Switch}"),
  })),
  { name: `sets ${instanceRole} to True`, mutants: changing(instanceRole, () => "True") },
];

/** Writes names and values in another way, or twice: Octopus does not tell names of properties apart by case. */
const bySpelling: readonly Unlocking[] = [
  ...[instanceRole, assumeRole, roleArn, account].flatMap((property): Unlocking[] => [
    {
      name: `adds ${property} in another case, with another value`,
      mutants: ({ type, properties }) =>
        property in properties
          ? [{ type, properties: { ...properties, [property.toLowerCase()]: "False" } }]
          : [],
    },
    {
      name: `puts ${property} in another case before it, with another value`,
      mutants: ({ type, properties }) =>
        property in properties
          ? [{ type, properties: { [property.toUpperCase()]: "False", ...properties } }]
          : [],
    },
    {
      name: `writes the name ${property} in another case`,
      mutants: ({ type, properties: { [property]: value, ...others } }) =>
        value === undefined ? [] : [{ type, properties: { ...others, [property.toLowerCase()]: value } }],
    },
    {
      name: `puts a letter more into the name ${property}`,
      mutants: ({ type, properties: { [property]: value, ...others } }) =>
        value === undefined ? [] : [{ type, properties: { ...others, [`${property}s`]: value } }],
    },
  ]),
  ...[instanceRole, assumeRole].map((property) => ({
    name: `writes the value of ${property} in another case`,
    mutants: changing(property, (value) => (typeof value === "string" ? value.toUpperCase() : value)),
  })),
];

/**
 * Steps that work with AWS, by every name that they have had.
 *
 * @see https://octopus.com/docs/deployments/aws
 */
const awsTypes = [
  "Octopus.AwsRunScript",
  "Octopus.AwsRunCloudFormation",
  "Octopus.AwsApplyCloudFormationChangeSet",
  "Octopus.AwsDeleteCloudFormation",
  "Octopus.AwsUploadS3",
  "Octopus.AwsCreateS3",
  "Octopus.AwsDeployEcsService",
  "Octopus.aws-ecs",
  "aws-ecs",
  "aws-ecs-update-service",
  "octopus.awsrunscript",
  "OCTOPUS.AWSRUNSCRIPT",
];

/** Makes it another kind of step, which assumes no role. */
const byType: readonly Unlocking[] = [
  ...awsTypes.map((type) => ({
    name: `makes it ${type}, without a role`,
    mutants: ({ properties }: Action) => [{ type, properties: { ...properties, ...asWorker } }],
  })),
  ...["Octopus.TerraformApply", "octopus.terraformdestroy"].flatMap((type) =>
    ["AWS", "aws", " AWS", "#{Cloud}"].map((value) => ({
      name: `makes it ${type}, which manages ${JSON.stringify(value)}, without a role`,
      mutants: ({ properties }: Action) => [
        { type, properties: { ...properties, ...asWorker, [managed]: value } },
      ],
    })),
  ),
  {
    name: "makes it a Terraform step that manages AWS by a name in another case, without a role",
    mutants: ({ properties }) => [
      {
        type: "Octopus.TerraformApply",
        properties: { ...properties, ...asWorker, [managed]: "None", [managed.toLowerCase()]: "AWS" },
      },
    ],
  },
];

const asWorker = { [instanceRole]: "True", [assumeRole]: "False" };

export const unlockings: readonly Unlocking[] = [...byAbsence, ...bySwitch, ...bySpelling, ...byType];

/** Changes the value of a property where there is one; `undefined` takes the property away. */
function changing(property: string, change: (value: unknown) => unknown): Unlocking["mutants"] {
  return ({ type, properties }) => {
    const { [property]: value, ...others } = properties;
    const changed = change(value);
    if (value === undefined || changed === value) return [];
    return [{ type, properties: changed === undefined ? others : { ...properties, [property]: changed } }];
  };
}
