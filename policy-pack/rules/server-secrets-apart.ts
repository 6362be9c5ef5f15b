import { accountOf } from "../../trust/documents/arn";
import type { Identity, Organization } from "../../trust/organization";
import type { Resource } from "../../trust/sources/resources/context";
import { iamArn } from "../../trust/sources/resources/identities";
import { unknown } from "../../trust/truth";
import type { Settings } from "../config/settings";
import { grantOf, samples } from "../grant";
import { roleItself, rolesNamed, type NamedRole } from "../named";
import type { Rule } from "../rule";
import type { Stack } from "../stack";
import { roleType } from "../subjects";

/**
 * The server's own secrets, such as its master key, are under `octopus-server/`, and those of steps under `octopus/`. A
 * step that reads the former reads everything that Octopus keeps. Roles of other accounts are not looked at, as nothing
 * but a policy of the secret itself would let them.
 *
 * @see https://octopus.com/docs/security/data-encryption
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
 */
export const serverSecretsApart: Rule = {
  name: "server-secrets-apart",
  description: "No deploy role reads the secrets of the Octopus Server itself.",
  level: "advisory",
  *ofStack(stack, settings) {
    const accounts = settings.launchers.map(accountOf);
    for (const holder of holdersIn(stack, settings)) {
      const { role, resource } = holder;
      const { subject, words } = role;
      const isStepRole = subject.isDeployRole === "yes" || subject.isOidcRole === "yes";
      if (!isStepRole || !accounts.includes(subject.account)) continue;
      const identity = identityOf(holder, stack.organization);
      if (!identity) continue;
      const found = stores.flatMap((store) => {
        const by = grantIn(store, identity, stack.organization, resource);
        return by === undefined ? [] : [`${words} may read ${store.words}, through ${by}.\n${store.remedy}`];
      });
      const open = identity.policies.find(({ document }) => document.statements === unknown);
      if (found.length === 0 && subject.role && open)
        found.push(
          `${words} has a policy that is not known here, ${open.name}: it may read octopus-server/*.\nDeclare it in this stack, and build it from settings instead of outputs.`,
        );
      for (const message of found) yield { urn: resource.urn, message };
    }
  },
};

/** Where secrets are kept. */
interface Store {
  readonly words: string;
  readonly remedy: string;
  readonly service: string;
  /** Of ARNs, behind the account. */
  readonly beginning: string;
  readonly actions: readonly string[];
}

const stores: readonly Store[] = [
  {
    words: "the secrets octopus-server/* of Secrets Manager",
    remedy: "Allow it on secret:octopus/* alone, where the secrets of steps are.",
    service: "secretsmanager",
    beginning: "secret:octopus-server/",
    // BatchGetSecretValue needs this for each secret as well.
    actions: ["GetSecretValue"],
  },
  {
    words: "the parameters /octopus-server/* of Systems Manager",
    remedy: "Allow it on parameter/octopus/* alone, where the parameters of steps are.",
    service: "ssm",
    beginning: "parameter/octopus-server/",
    actions: ["GetParameter", "GetParameters", "GetParameterHistory", "GetParametersByPath"],
  },
];

/**
 * Paths by which everything below is read, whatever is denied there.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-retrieval-authorization.html
 */
const paths = ["parameter/octopus-server", "parameter/"];

function grantIn(
  { service, beginning, actions }: Store,
  identity: Identity,
  organization: Organization,
  { home: { partition, region, account } }: Resource,
): string | undefined {
  const arn = `arn:${partition}:${service}:${region === unknown ? "us-east-1" : region}:${account}:`;
  const inside = samples(arn + beginning, identity);
  for (const action of actions) {
    const resources = action.endsWith("ByPath") ? [...inside, ...paths.map((path) => arn + path)] : inside;
    const by = grantOf(organization, identity, `${service}:${action}`, resources);
    if (by !== undefined) return by;
  }
  return undefined;
}

/** A role of the stack, or a role of another stack to which a resource gives a policy. */
interface Holder {
  readonly role: NamedRole;
  readonly resource: Resource;
}

function holdersIn(stack: Stack, settings: Settings): readonly Holder[] {
  const own = stack.ofType(roleType).map((role) => ({ role: roleItself(role, settings), resource: role }));
  const others = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"]
    .flatMap((type) => stack.ofType(type))
    .flatMap((resource) =>
      rolesNamed(resource.props.role, "role", resource, stack, settings).map((role) => ({ role, resource })),
    );
  return [...own, ...others.filter(({ role }) => !role.subject.role)];
}

function identityOf({ role: { subject }, resource }: Holder, { roles }: Organization): Identity | undefined {
  const { role, account } = subject;
  if (role) return roles.get(iamArn(role, "role"));
  const name = String(resource.props.role).replace(/^.*\//, "");
  return [...roles.values()].find((one) => one.account === account && one.name === name);
}
