import { readFileSync } from "node:fs";
import { join } from "node:path";

import { CORE_SCHEMA, load } from "js-yaml";

import { partitionOf } from "../infra/config/partitions";
import { checkSettings } from "../infra/config/settings";
import { issuerHost } from "../infra/octopus/issuer";
import { overridable } from "../trust/limits";
import type { SeedOrganization } from "./aws";
import { checkout } from "./home";

/** The Pulumi project that a sandbox runs: this checkout, or what `OCTOLAUNCH_PROJECT` names. */
export interface Project {
  readonly folder: string;
  readonly name: string;
  /** In the order in which they come up: tooling, then the environments as settings list them. */
  readonly stacks: readonly string[];
  readonly seed: SeedOrganization;
  /** Whether the program will accept the organization and what it says of Octopus. */
  readonly valid: boolean;
  /** The host whose tokens AWS is to take, where Octopus logs in with them. */
  readonly octopusIssuer?: string;
  readonly provisioning: {
    readonly roleName: string;
    readonly rolePath: string;
    readonly externalId?: string;
  };
  /** Name of the account that Octopus runs in. */
  readonly toolingAccount: string;
  readonly launcherNames: readonly string[];
  readonly clusterName: string;
  /** Whether the settings put something of Octopus on the cluster. */
  readonly usesCluster: boolean;
}

type Fields = Record<string, unknown>;

/**
 * Reads from Pulumi.yaml what the sandbox needs to know. It is lenient, because a wrong setting is the program's to
 * refuse, in its own words: what has not the right form here is left out or replaced by the sample's value.
 */
export function readProject(folder = process.env.OCTOLAUNCH_PROJECT || checkout): Project {
  const filename = join(folder, "Pulumi.yaml");
  const source = fields(load(readFileSync(filename, "utf8"), { schema: CORE_SCHEMA, filename }));
  const written = fields(fields(source.config).organization).default;
  const organization = fields(written);
  const octopus = fields(fields(fields(source.config).octopus).default);
  const provisioning = fields(organization.provisioning);
  const launchers = items(organization.launchers).map(fields);
  const { region, partition } = place(text(organization.region, ""));
  return {
    folder,
    name: text(source.name, "octolaunch"),
    stacks: [
      "tooling",
      ...items(organization.environments).flatMap((one) => text(fields(one).name, "") || []),
    ],
    seed: {
      id: organizationId(organization.id) ?? "o-exampleorg",
      managementId: accountId(fields(organization.management).id) ?? "999999999999",
      partition,
      region,
      accounts: Object.entries(fields(organization.accounts)).flatMap(([name, account]) => {
        const id = accountId(fields(account).id);
        const ou = text(fields(account).ou, "");
        return id ? [{ name, id, ...(ou ? { ou } : {}) }] : [];
      }),
      ...raised(fields(organization.limits)),
    },
    ...checked(written, fields(fields(source.config).octopus).default),
    provisioning: {
      roleName: text(provisioning.roleName, "OctolaunchProvisioner"),
      rolePath: text(provisioning.rolePath, "/octopus/provisioning/"),
      ...(typeof provisioning.externalId === "string" ? { externalId: provisioning.externalId } : {}),
    },
    toolingAccount: text(fields(organization.tooling).account, "tooling"),
    launcherNames: launchers.flatMap(({ name }) => text(name, "") || []),
    clusterName: text(launchers[0]?.cluster, "octopus-cluster"),
    usesCluster:
      [octopus.server, octopus.workers].includes("onCluster") ||
      items(fields(octopus.onCluster).targets).length > 0,
  };
}

/** A region and its partition: the setting `partition` may say another, and moto starts in none that is unknown. */
function place(region: string): { readonly region: string; readonly partition: string } {
  const partition = partitionOf(region);
  return partition ? { region, partition } : { region: "us-east-1", partition: "aws" };
}

/** Quotas that AWS raised for the organization. */
function raised(limits: Fields): Pick<SeedOrganization, "limits"> {
  const known = overridable.filter((name) => Number.isInteger(limits[name]) && Number(limits[name]) > 0);
  if (known.length === 0) return {};
  return { limits: Object.fromEntries(known.map((name) => [name, limits[name] as number])) };
}

function checked(organization: unknown, octopus: unknown): Pick<Project, "valid" | "octopusIssuer"> {
  const { problems, settings } = checkSettings({
    organization,
    projectOrganization: organization,
    environment: "tooling",
    network: undefined,
    cluster: undefined,
    octopus,
    projectOctopus: octopus,
  });
  if (problems.length > 0 || !settings) return { valid: false };
  const { oidc } = settings.octopus;
  return { valid: true, ...(oidc && { octopusIssuer: issuerHost(oidc.issuer) }) };
}

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

function accountId(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{12}$/.test(value) ? value : undefined;
}

function organizationId(value: unknown): string | undefined {
  return typeof value === "string" && /^o-[a-z0-9]{10,32}$/.test(value) ? value : undefined;
}
