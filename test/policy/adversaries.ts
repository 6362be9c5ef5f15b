import { contextOf } from "../../trust/decide/context";
import type { Caller } from "../../trust/decide/request";
import { evaluate } from "../../trust/decide/statements";
import { accountOf } from "../../trust/documents/arn";
import { readDocument } from "../../trust/documents/read";
import { not, unknown, type Truth } from "../../trust/truth";
import type { GuardrailKind } from "./guardrails";
import { deployRoleArn, ids, launcherArn } from "./resources";

function session(role: string): Caller {
  return { kind: "session", role, name: "octopus-deploy-1" };
}

/** Principals who must not get a deploy role, those who look like the launcher among them. */
const principals: readonly Caller[] = [
  session(`arn:aws:iam::${ids.tooling}:role/Admin`),
  session(`arn:aws:iam::${ids.dev}:role/Admin`),
  session(`arn:aws:iam::${ids.foreign}:role/Admin`),
  session(`arn:aws:iam::${ids.foreign}:role/OctoLauncherRole`),
  session(`arn:aws:iam::${ids.tooling}:role/x/OctoLauncherRole`),
  session(`arn:aws:iam::${ids.tooling}:role/octolauncherrole`),
  session(`arn:aws:iam::${ids.tooling}:role/OctoLauncherRole2`),
  session(`arn:aws:iam::${ids.tooling}:role/MyOctoLauncherRole`),
  { kind: "user", arn: `arn:aws:iam::${ids.tooling}:user/OctoLauncherRole` },
  { kind: "root", account: ids.tooling },
  { kind: "root", account: ids.foreign },
  { kind: "federatedUser", arn: `arn:aws:sts::${ids.tooling}:federated-user/OctoLauncherRole` },
];

const service: Caller = { kind: "service", service: "lambda.amazonaws.com", sourceAccount: ids.tooling };
const pods: Caller = { kind: "service", service: "pods.eks.amazonaws.com", sourceAccount: ids.tooling };
const provider = `arn:aws:iam::${ids.dev}:oidc-provider/token.actions.githubusercontent.com`;
const webIdentity: Caller = { kind: "webIdentity", provider, claims: { sub: ["repo:shop/shop"] } };
const saml: Caller = {
  kind: "saml",
  provider: `arn:aws:iam::${ids.dev}:saml-provider/Corporate`,
  claims: {},
};

const calls: Readonly<
  Record<GuardrailKind, readonly (readonly [action: string, callers: readonly Caller[]])[]>
> = {
  scp: [["sts:assumerole", principals]],
  rcp: [
    ["sts:assumerole", [...principals, service, pods]],
    ["sts:assumerolewithsaml", [saml]],
    ["sts:assumerolewithwebidentity", [webIdentity]],
  ],
};

/** Who gets a deploy role under a guardrail: those of many others who are not surely denied it, and the launcher. */
export function letThrough(
  kind: GuardrailKind,
  source: unknown,
): { readonly others: readonly string[]; readonly launcher: Truth } {
  const documents = [{ name: kind, document: readDocument(source, kind) }];
  const denied = (caller: Caller, action: string, role: string): Truth => {
    const account = (arn: string) => ({ id: accountOf(arn), isManagement: false, levels: unknown }) as const;
    // AWS does not say of services that they have an ARN, and none of them has the launcher's.
    const lookup = contextOf(
      { caller, role, context: caller.kind === "service" ? { "aws:PrincipalArn": undefined } : {} },
      { role: { arn: role, tags: unknown }, roleAccount: account(role) },
    );
    return evaluate(documents, { action, resource: role, lookup }).denies;
  };
  const roles = (["tooling", "dev", "staging", "prod"] as const).map(deployRoleArn);
  return {
    others: calls[kind].flatMap(([action, callers]) =>
      callers.flatMap((caller) =>
        roles
          .filter((role) => denied(caller, action, role) !== "yes")
          .map((role) => `${JSON.stringify(caller)} ${action} ${role}`),
      ),
    ),
    launcher: not(
      roles.map((role) => denied(session(launcherArn), "sts:assumerole", role)).find((one) => one !== "no") ??
        "no",
    ),
  };
}
