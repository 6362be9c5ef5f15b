import type { Rule } from "../rule";
import { explicitAccount } from "./explicit-account";
import { guardrailEffective } from "./guardrail-effective";
import { deployRoleContained } from "./deploy-role-contained";
import { launcherOnlyAssume } from "./launcher-only-assume";
import { launcherMinimal } from "./launcher-minimal";
import { launcherBinding } from "./launcher-binding";
import { noStaticKeys } from "./no-static-keys";

/** Every rule of the pack, in the order of its README. */
export const rules: readonly Rule[] = [
  launcherOnlyAssume,
  launcherMinimal,
  deployRoleContained,
  guardrailEffective,
  explicitAccount,
  launcherBinding,
  noStaticKeys,
];
