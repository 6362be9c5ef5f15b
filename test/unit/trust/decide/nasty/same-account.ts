import type { AssumeRequest, Caller } from "../../../../../trust/decide/request";
import type { Statement } from "../../../../../trust/documents/policy";
import type { Identity, NamedDocument, Organization } from "../../../../../trust/organization";
import { ask } from "../asking";
import { deploy, identity, ids, launcher, organization, role, roleArn, trusting, userArn } from "../model";

export const ci = roleArn("dev", "octopus/Ci");
export const ada = userArn("dev", "staff/ada");
export const session: Caller = { kind: "session", role: ci, name: "build-7" };
export const user: Caller = { kind: "user", arn: ada };
export const sessionArn = `arn:aws:sts::${ids.dev}:assumed-role/Ci/build-7`;

/** The role's trust policy, what the callers have of their own, and what is passed. */
export interface Setup extends Partial<AssumeRequest> {
  readonly trust: readonly Partial<Statement>[];
  readonly own?: Partial<Identity>;
  readonly sessionPolicies?: readonly NamedDocument[];
}

/** Session and user are of the role's own account, and the launcher of another. */
export function told({ trust, own = {}, sessionPolicies, caller = session, ...request }: Setup): string {
  const model: Organization = organization({
    roles: [
      role(ci, "*", { uniqueId: "AROACIBUILDCIBUILDCI", ...own }),
      role(launcher, "*", { uniqueId: "AROALAUNCHERLAUNCHER", ...own }),
      { ...role(deploy, "*"), ...trusting(...trust) },
    ],
    users: [identity(ada, { uniqueId: "AIDAADAADAADAADAADAA", ...own })],
  });
  const policies = sessionPolicies && caller.kind === "session" ? { policies: sessionPolicies } : {};
  return ask({ caller: { ...caller, ...policies } as Caller, ...request }, model);
}

/** The principals that a statement names. */
export const AWS = (...names: string[]): Pick<Statement, "Principal"> => ({ Principal: { AWS: names } });
