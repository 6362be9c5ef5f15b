import { grouped } from "../grouped";
import type { NamedDocument } from "../organization";
import { unknown, type Unknown } from "../truth";
import { awsManagedPolicy } from "./aws-policies";
import type { Draft, IdentityData } from "./draft";
import { sortedBy } from "./order";
import { saysTheSame, unknownDocument, type Read, type Report } from "./reader";

/** The policies of identities. */
export interface Held {
  /** A managed policy; its document is unknown unless the data has it or AWS never changes it. */
  readonly managed: (arn: string | Unknown) => NamedDocument;
  /** Everything that a role or user holds, by itself and through groups, in order of the names. */
  readonly by: (identity: IdentityData) => readonly NamedDocument[];
}

/** Indexes what is held by whom. */
export function heldPolicies(draft: Draft, read: Read, report: Report): Held {
  const managed = managedPolicies(draft, read, report);
  const inline = grouped(draft.inline, ({ holder }) => holder.key);
  const attached = grouped(draft.attached, ({ holder }) => holder.key);
  const members = grouped(draft.members, ({ user }) => user.key);

  const own = (key: string, subject: string): NamedDocument[] => {
    const byName = grouped(inline.get(key) ?? [], ({ name }) => name);
    const documents = [...byName].map(([name, versions]) => {
      const words = `${subject}, policy ${name}`;
      const source = agreed(versions, words, report);
      return { name, document: read(source, "permissions", words) };
    });
    const arns = (attached.get(key) ?? []).map(({ policyArn }) => policyArn);
    if (arns.includes(unknown)) report(subject, "holds a managed policy that is not known");
    const policies = sortedBy(new Set(arns), String).map(managed);
    return [...documents, ...policies];
  };

  const ofGroups = new Map<string, readonly NamedDocument[]>();
  const ofGroup = (key: string, name: string, account: string): readonly NamedDocument[] => {
    const policies =
      ofGroups.get(key) ??
      own(key, `group ${name} of ${account}`).map((policy) => ({
        ...policy,
        name: `${policy.name} of group ${name}`,
      }));
    ofGroups.set(key, policies);
    return policies;
  };

  return {
    managed,
    by: (identity) => {
      const groups = (members.get(identity.key) ?? []).flatMap(({ group }) =>
        group.name === unknown ? [] : [[group.key, group.name] as const],
      );
      const shared = [...new Map(groups)].flatMap(([key, name]) => ofGroup(key, name, identity.account));
      return sortedBy([...own(identity.key, identity.arn), ...shared], ({ name }) => name);
    },
  };
}

function managedPolicies({ managed }: Draft, read: Read, report: Report): Held["managed"] {
  const declared = grouped(managed, ({ arn }) => arn);
  const policies = new Map<string, NamedDocument>();
  return (arn) => {
    if (arn === unknown) return { name: "a managed policy that is not known", document: unknownDocument };
    let policy = policies.get(arn);
    if (!policy) {
      const versions = declared.get(arn);
      const source = versions ? agreed(versions, arn, report) : awsManagedPolicy(arn);
      if (source === unknown) report(arn, "its document is not known");
      policy = { name: arn.slice(arn.lastIndexOf("/") + 1), document: read(source, "permissions", arn) };
      policies.set(arn, policy);
    }
    return policy;
  };
}

/** The document that all say is the policy's; unknown if they do not agree. */
function agreed(versions: readonly { document: unknown }[], subject: string, report: Report): unknown {
  const [first, ...others] = versions.map(({ document }) => document);
  if (others.every((other) => saysTheSame(first, other))) return first;
  report(subject, "is in the data with different documents: which one holds is not known");
  return unknown;
}
