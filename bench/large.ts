import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  OrganizationsClient,
  paginateListOrganizationalUnitsForParent,
  ListRootsCommand,
} from "@aws-sdk/client-organizations";
import { CORE_SCHEMA, dump, load } from "js-yaml";

import { checkout } from "../sandbox/home";
import { openSession } from "../sandbox/session";
import { largeOrganization, type Size } from "../test/fixtures/large-organization";

/**
 * Writes a project of this program for an organization of many accounts, whose SCPs are attached to OUs, and starts a
 * sandbox for it.
 *
 * @param folder an empty one
 */
export async function openLarge(folder: string, size: Size): Promise<void> {
  for (const name of ["infra", "trust", "policy-pack", "node_modules", "package.json", "tsconfig.json"]) {
    symlinkSync(join(checkout, name), join(folder, name));
  }
  describe(folder, largeOrganization(size));
  process.env.OCTOLAUNCH_PROJECT = folder;
  const { aws, project } = await openSession(() => undefined);
  const client = new OrganizationsClient({
    endpoint: aws.endpoint,
    region: project.seed.region,
    credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
  });
  const { Roots } = await client.send(new ListRootsCommand({}));
  const units: string[] = [];
  for await (const page of paginateListOrganizationalUnitsForParent(
    { client },
    { ParentId: Roots?.[0]?.Id },
  )) {
    units.push(...(page.OrganizationalUnits ?? []).flatMap(({ Id }) => Id ?? []));
  }
  describe(folder, largeOrganization({ ...size, targets: units }));
}

function describe(folder: string, organization: object): void {
  const project = load(readFileSync(join(checkout, "Pulumi.yaml"), "utf8"), { schema: CORE_SCHEMA }) as {
    config: { organization: { default: object } };
  };
  project.config.organization.default = organization;
  writeFileSync(join(folder, "Pulumi.yaml"), dump(project, { schema: CORE_SCHEMA, lineWidth: -1 }));
}
