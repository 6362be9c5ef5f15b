import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openSession } from "../sandbox/session";
import { down } from "../sandbox/verbs/down";
import { up } from "../sandbox/verbs/up";
import { largeOrganization } from "../test/fixtures/large-organization";
import { organization } from "../test/fixtures/organization";
import { compareGuardrails } from "./guardrails";
import { openLarge } from "./large";
import { comparePolicies, comparePolicyGrowth, policiesHeader } from "./policies";
import { comparePreviews, previewHeader } from "./previews";
import { compareTrust } from "./trust";

const large = { accounts: 200, units: 20 };

/** Prints what previews and guardrails take, as ratios measured side by side. */
async function main(): Promise<void> {
  const units = Array.from(
    { length: large.units },
    (_, index) => `ou-ab12-unit${String(index).padStart(4, "0")}`,
  );
  console.log("\nGuardrails: the sample, and 200 accounts in 20 OUs\n");
  compareGuardrails({
    sample: organization(),
    large: largeOrganization({ ...large, targets: [...units, "tooling"] }),
  });

  console.log(
    "\nTrust engine: ratios to JSON.parse of the same input, of processor time; medians of 3, one run of the largest\n",
  );
  compareTrust();

  const root = mkdtempSync(join(tmpdir(), "octolaunch-bench-"));
  try {
    await inSandbox(join(root, "sample"), async () => {
      await bringUp([]);
      const session = await openSession(() => undefined);
      console.log(`\nPreviews of the sample, 6 of each in turn; medians\n\n${previewHeader}`);
      for (const stack of session.project.stacks) await comparePreviews(session, stack, 7);
      console.log(`\nPreviews under the policies, with and without in turn; medians\n\n${policiesHeader}`);
      await comparePolicies(session, "tooling", 6);
      await comparePolicyGrowth(session, [100, 300, 1_000]);
    });
    await inSandbox(join(root, "large"), async () => {
      const project = join(root, "project");
      mkdirSync(project);
      await openLarge(project, large);
      await bringUp(["tooling"]);
      console.log(`\nPreviews of tooling with 200 accounts in 20 OUs, 2 of each in turn\n\n${previewHeader}`);
      await comparePreviews(await openSession(() => undefined), "tooling", 3);
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function inSandbox(home: string, measure: () => Promise<void>): Promise<void> {
  process.env.OCTOLAUNCH_HOME = home;
  try {
    await measure();
  } finally {
    await down();
  }
}

async function bringUp(stacks: readonly string[]): Promise<void> {
  if ((await up(stacks)) !== 0)
    throw new Error("the stacks did not come up, so that there is nothing to measure");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
