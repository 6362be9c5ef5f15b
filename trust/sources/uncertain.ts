import { isAccountId } from "../documents/arn";
import { unknown } from "../truth";
import { isName, type Draft, type Holder, type IdentityData } from "./draft";
import { unknownDocument, type Report } from "./reader";

/** Those who hold policies without being in the data. */
export interface Uncertain {
  /** Roles and users that the data does not describe, so that what is attached to them is not dropped. */
  readonly outside: readonly IdentityData[];
  /** ARNs of those to whom more may be attached than the data tells for sure. */
  readonly open: ReadonlySet<string>;
}

/** Finds those who hold policies without being in the data, and those in the data who may be meant. */
export function uncertainHolders({ identities, ...held }: Draft, report: Report): Uncertain {
  const described = new Set(identities.map(({ key }) => key));
  const missing = new Map<string, Holder>();
  const holders = [
    ...held.inline.map(({ holder }) => holder),
    ...held.attached.map(({ holder }) => holder),
    ...held.members.flatMap(({ user, group }) => [user, group]),
  ];
  for (const holder of holders) {
    if (!described.has(holder.key)) missing.set(holder.key, holder);
  }

  const vague = identities.filter(({ account, name }) => !isName(name) || !isAccountId(account));
  const open = new Set(vague.filter(({ name }) => !isName(name)).map(({ arn }) => arn));
  const outside: IdentityData[] = [];
  for (const holder of missing.values()) {
    const precise = holder.kind !== "group" && holder.name !== unknown && isAccountId(holder.account);
    for (const identity of precise ? vague : identities) {
      if (mayBeMeant(holder, identity)) open.add(identity.arn);
    }
    const { kind, account, name } = holder;
    if (name === unknown) {
      report(
        `a ${kind} of ${account}`,
        `holds a policy or is a member, and which ${kind} it is is not known`,
      );
    } else if (kind === "group") {
      report(`group ${name} of ${account}`, "is not in the data: who is in it is not known");
    } else {
      outside.push(undescribed(holder, name));
    }
  }
  for (const { arn } of outside) {
    open.add(arn);
    report(arn, "is not in the data, though something is attached to it: the rest of it is not known");
  }
  return { outside, open };
}

/** Whether a role or user may be the one that is named, or a member of the group that is named. */
function mayBeMeant(holder: Holder, identity: IdentityData): boolean {
  const sameAccount =
    holder.account === identity.account || !isAccountId(holder.account) || !isAccountId(identity.account);
  if (holder.kind === "group") return sameAccount && identity.kind === "user";
  const sameName =
    holder.name === unknown ||
    !isName(identity.name) ||
    holder.name.toLowerCase() === identity.name.toLowerCase();
  return sameAccount && sameName && holder.kind === identity.kind;
}

/** A role or user of which only the name is known; the path is taken to be the default one. */
function undescribed(holder: Holder, name: string): IdentityData {
  const { kind, partition, account } = holder;
  const arn = isAccountId(account)
    ? `arn:${partition}:iam::${account}:${kind}/${name}`
    : `${kind} ${name} of ${account}`;
  return { ...holder, name, arn, boundary: unknown, tags: unknown, trust: unknown };
}

/** Stands for what may be attached besides. */
export const anythingElse = { name: "whatever else is attached", document: unknownDocument };
