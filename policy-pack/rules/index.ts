import type { Rule } from "../rule";
import { explicitAccount } from "./explicit-account";
import { guardrailEffective } from "./guardrail-effective";
import { deployRoleContained } from "./deploy-role-contained";
import { launcherOnlyAssume } from "./launcher-only-assume";
import { launcherMinimal } from "./launcher-minimal";
import { launcherBinding } from "./launcher-binding";
import { oidcSubjectsExact } from "./oidc-subjects-exact";
import { noStaticKeys } from "./no-static-keys";
import { sessionLimits } from "./session-limits";
import { privateSts } from "./private-sts";
import { auditTrail } from "./audit-trail";
import { imdsBlocked } from "./imds-blocked";
import { serverSecretsApart } from "./server-secrets-apart";

/** Every rule of the pack, in the order of its README. */
export const rules: readonly Rule[] = [
  launcherOnlyAssume,
  oidcSubjectsExact,
  launcherMinimal,
  deployRoleContained,
  guardrailEffective,
  explicitAccount,
  launcherBinding,
  noStaticKeys,
  sessionLimits,
  privateSts,
  auditTrail,
  imdsBlocked,
  serverSecretsApart,
];
