import type { HolderKind } from "../draft";
import type { ReadResource } from "./context";
import { holderOf, holdersOf, iamArn, policyArnOf, readIdentity } from "./identities";
import { text } from "./plain";

const policy: ReadResource = (resource, { draft }) => {
  draft.managed.push({ arn: iamArn(resource, "policy"), document: resource.props.policy });
};

const inlinePolicy =
  (kind: HolderKind): ReadResource =>
  (resource, context) => {
    const name = text(resource.props.name);
    context.draft.inline.push({
      holder: holderOf(resource, kind, kind, context),
      name: typeof name === "string" ? name : `an inline policy of ${resource.urn}`,
      document: resource.props.policy,
    });
  };

const attachment =
  (kind: HolderKind): ReadResource =>
  (resource, context) => {
    const holder = holderOf(resource, kind, kind, context);
    context.draft.attached.push({ holder, policyArn: policyArnOf(resource, context) });
  };

const attachments: ReadResource = (resource, context) => {
  const policyArn = policyArnOf(resource, context);
  const holders = (["role", "user", "group"] as const).flatMap((kind) =>
    holdersOf(resource, kind, `${kind}s`),
  );
  for (const holder of holders) context.draft.attached.push({ holder, policyArn });
};

const groupMembership: ReadResource = (resource, context) => {
  const group = holderOf(resource, "group", "group", context);
  for (const user of holdersOf(resource, "user", "users")) context.draft.members.push({ user, group });
};

const userGroupMembership: ReadResource = (resource, context) => {
  const user = holderOf(resource, "user", "user", context);
  for (const group of holdersOf(resource, "group", "groups")) context.draft.members.push({ user, group });
};

/** Readers of the resources that say who there is and who holds which policies, by type. */
export const iamReaders: Readonly<Record<string, ReadResource>> = {
  "aws:iam/role:Role": readIdentity("role"),
  "aws:iam/user:User": readIdentity("user"),
  "aws:iam/group:Group": readIdentity("group"),
  "aws:iam/policy:Policy": policy,
  "aws:iam/rolePolicy:RolePolicy": inlinePolicy("role"),
  "aws:iam/userPolicy:UserPolicy": inlinePolicy("user"),
  "aws:iam/groupPolicy:GroupPolicy": inlinePolicy("group"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachment("role"),
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": attachment("user"),
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": attachment("group"),
  "aws:iam/policyAttachment:PolicyAttachment": attachments,
  "aws:iam/groupMembership:GroupMembership": groupMembership,
  "aws:iam/userGroupMembership:UserGroupMembership": userGroupMembership,
};
