import { covers, glob, matches, overlaps } from "../../trust/documents/glob";
import { list, type Statement } from "../../trust/documents/policy";
import { allDeployRoles } from "../config/deploy-roles";
import type { DeployRole, Organization } from "../config/model";
import type { OctopusSettings } from "../config/octopus";
import type { Problem } from "../config/problems";
import { permissionStatements } from "../documents/permission-sets";

/** What the secrets of the server on our cluster are named after, in Secrets Manager of the tooling account. */
export const serverSecretsPrefix = "octopus-server/";

/** What gives out the content of a secret. Fetching several at once needs this action for each as well. */
const readingAction = "secretsmanager:getsecretvalue";

/**
 * Deploy roles that could read the secrets of the server: with its master key a step could decrypt whatever Octopus
 * keeps. Only roles of the tooling account come into question, because the secrets have no policy that lets others in.
 */
export function serverSecretProblems({ server }: OctopusSettings, organization: Organization): Problem[] {
  if (server !== "onCluster") return [];
  const [account] = organization.tooling.accounts;
  if (!account) return [];
  const secrets = `arn:${organization.partition}:secretsmanager:${account.region}:${account.id}:secret:${serverSecretsPrefix}*`;
  return allDeployRoles(organization)
    .filter(
      (role) => role.account.id === account.id && reads(permissionStatements(organization, role), secrets),
    )
    .map((role: DeployRole) => ({
      setting: `${role.setting}.permissions`,
      message:
        `let ${role.name} read the secrets of Octopus Server, ${secrets}, its master key among them: write the ` +
        "secrets that steps need, e.g. those under octopus/, or deny this pattern",
    }));
}

/** Whether a role may read something that matches the pattern. A denial counts when it is for all of it, always. */
function reads(statements: readonly Statement[], secrets: string): boolean {
  const denied = statements.some(
    (statement) =>
      statement.Effect === "Deny" &&
      statement.Condition === undefined &&
      isAbout(statement) &&
      list(statement.Resource).some((pattern) => covers(glob(pattern), glob(secrets))),
  );
  return !denied && statements.some((one) => one.Effect === "Allow" && isAbout(one) && reaches(one, secrets));
}

/** Whether a statement is about reading secrets. */
function isAbout({ Action, NotAction }: Statement): boolean {
  const names = (actions: Statement["Action"]): boolean =>
    list(actions).some((pattern) => matches(glob(pattern.toLowerCase()), readingAction));
  return NotAction === undefined ? names(Action) : !names(NotAction);
}

function reaches({ Resource, NotResource }: Statement, secrets: string): boolean {
  return NotResource === undefined
    ? list(Resource).some((pattern) => overlaps(glob(pattern), glob(secrets)))
    : !list(NotResource).some((pattern) => covers(glob(pattern), glob(secrets)));
}
