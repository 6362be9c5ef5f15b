import { exportState, existingStacks } from "./pulumi";
import type { Session } from "./session";

interface RoleLine {
  readonly account: string;
  readonly name: string;
  readonly arn: string;
}

/**
 * What stands in the sandbox, for a person: the accounts and their roles, who may assume what, what Octopus has, where
 * to look next.
 * It is read from the stacks' states, so that it says what is there and not what was planned.
 */
export async function summary(session: Session): Promise<readonly string[]> {
  const { project, aws } = session;
  const known = await existingStacks(session);
  const roles: RoleLine[] = [];
  const outputs: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const stack of project.stacks.filter((name) => known.includes(name))) {
    const { resources } = await exportState(session, stack);
    for (const { type, outputs: properties } of resources) {
      if (type === "pulumi:pulumi:Stack") outputs[stack] = properties ?? {};
      if (type !== "aws:iam/role:Role") continue;
      const arn = String(properties?.arn);
      roles.push({ account: arn.split(":")[4] ?? "", name: String(properties?.name), arn });
    }
  }

  const accounts = project.seed.accounts.map(({ name, id }) => {
    const names = roles.filter(({ account }) => account === id).map((role) => role.name);
    return `  ${name.padEnd(12)} ${id}  ${names.sort().join(", ") || "no role of ours"}`;
  });
  const bindings = (outputs.tooling?.bindings ?? {}) as Readonly<Record<string, readonly string[]>>;
  const launchers = Object.keys((outputs.tooling?.launchers ?? {}) as object).join(", ");
  const chains = Object.entries(bindings).map(([subject, environments]) => {
    const arns = environments.flatMap((environment) => {
      const output = outputs[environment];
      return output ? deployRoles(output) : [`nothing yet: ${environment} is not up`];
    });
    return [`  pods of ${subject} -> ${launchers} ->`, ...arns.map((arn) => `    ${arn}`)].join("\n");
  });
  return [
    "Accounts",
    `  ${"management".padEnd(12)} ${project.seed.managementId}  no role of ours`,
    ...accounts,
    "",
    "Who may assume what (everybody else is refused by the roles' trust policies)",
    ...(chains.length > 0 ? chains : ["  nobody: the tooling stack is not up"]),
    "",
    ...describeOctopus(outputs.tooling?.octopus, aws.octopus),
    "Where to look next",
    '  eval "$(npm run --silent sandbox -- env)"     then any pulumi or aws command works here, for example',
    "  pulumi stack output --stack tooling",
    "  npm run --silent sandbox -- octopus           what the Octopus Server has",
    `  pulumi preview --stack ${project.stacks.at(-1) ?? "tooling"}`,
    `  make down                                     destroys it all and stops AWS (${aws.endpoint})`,
  ];
}

/** What the tooling stack says of Octopus; nothing when nothing is kept there. */
function describeOctopus(output: unknown, url: string): readonly string[] {
  if (typeof output !== "object" || output === null) return [];
  const { spaceId, environments } = output as { spaceId: string; environments: object };
  const names = Object.keys(environments).join(", ");
  return [`Octopus at ${url}`, `  space ${spaceId} with the environments ${names}`, ""];
}

/** ARNs in the output `deployRoles`: by name in the tooling stack, by account and name in the others. */
function deployRoles({ deployRoles: output }: Readonly<Record<string, unknown>>): readonly string[] {
  if (typeof output === "string") return [output];
  return typeof output === "object" && output !== null
    ? Object.values(output).flatMap((value) => deployRoles({ deployRoles: value }))
    : [];
}
