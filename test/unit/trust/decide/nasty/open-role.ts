import type { AssumeRequest } from "../../../../../trust/decide/request";
import type { Statement } from "../../../../../trust/documents/policy";
import { ask, launcherRole } from "../asking";
import { deploy, ids, identity, launcher, organization, role, trusting, userArn } from "../model";

export const oidc = `arn:aws:iam::${ids.dev}:oidc-provider`;
export const staff = `arn:aws:iam::${ids.dev}:saml-provider/Staff`;
export const ada = { kind: "user", arn: userArn("dev", "staff/ada") } as const;
export const eks = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
export const cognito = "cognito-identity.amazonaws.com";

/** The trust policy lets everybody in who is named here, for all actions unless it says otherwise, under a condition. */
const named: Pick<Statement, "Principal"> = {
  Principal: {
    AWS: [launcher, ada.arn],
    Service: ["pods.eks.amazonaws.com", "rolesanywhere.amazonaws.com"],
    Federated: [`${oidc}/${eks}`, cognito, staff],
  },
};

/** A condition of the trust policy, and its actions; how long the role gives; and the request, of the launcher. */
export interface Setup extends Partial<AssumeRequest> {
  readonly under?: Statement["Condition"];
  readonly action?: Statement["Action"];
  readonly most?: number;
  /** Of the role that is asked for. */
  readonly roleTags?: Readonly<Record<string, string>>;
}

export function told({ under, action, most = 3600, roleTags = {}, ...request }: Setup): string {
  const statement = { ...named, ...(action && { Action: action }), ...(under && { Condition: under }) };
  const asked = {
    ...role(deploy, "*", { maxSessionSeconds: most, tags: new Map(Object.entries(roleTags)) }),
    ...trusting(statement),
  };
  const users = [identity(ada.arn, { uniqueId: "AIDAADAADAADAADAADAA" })];
  return ask(request, organization({ roles: [launcherRole, asked], users }));
}
