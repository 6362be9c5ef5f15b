import { accountOf, iamEntity, isAccountId } from "../../../trust/documents/arn";
import type { Identity, NamedDocument } from "../../../trust/organization";
import { iamArn } from "../../../trust/sources/resources/identities";
import { unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import type { Subject } from "../../subjects";
import type { ManagedPolicies } from "./documents";
import { asMet } from "./held";

/** The permissions boundary of a role. */
export interface Boundary {
  /** Undefined if there is none, or none that is known: then it limits nothing. */
  readonly policy?: NamedDocument;
  /** Said of one that does not count. */
  readonly note: string;
  /** Whether a resource that comes later may tell more of it. */
  readonly isOpen: boolean;
}

export const noBoundary: Boundary = { note: "", isOpen: false };

/** The boundary of a role that the stack has. */
export function boundaryOf({ role }: Subject, policies: ManagedPolicies): Boundary {
  const arn = role && policies.boundaryOf(role);
  if (arn === undefined) return noBoundary;
  const note = "; its permissions boundary is not known here and counts for nothing";
  if (arn === unknown) return { note, isOpen: true };
  const found = policies.of(arn);
  if (found.kind !== "known") return { note, isOpen: found.kind === "missing" };
  return { policy: { ...found.policy, arn }, note: "", isOpen: false };
}

/** A role with policies that it has, as far as it is known who it is. */
export function roleWith(
  to: Subject,
  policies: readonly NamedDocument[],
  { policy: boundary }: Boundary,
  settings: Settings,
): Identity {
  const arn = arnOf(to, settings);
  return {
    arn,
    account: accountOf(arn),
    name: arn.slice(arn.lastIndexOf("/") + 1),
    policies: policies.map(asMet),
    ...(boundary && { boundary: asMet(boundary) }),
    tags: unknown,
  };
}

/** Where its ARN is not known, one that it may have: in the launcher's account, where it could do the most. */
function arnOf({ role, words, account }: Subject, { launchers }: Settings): string {
  // Whoever attaches a policy names a role without its path.
  const arn = role ? iamArn(role, "role") : words.replace(":role/*", ":role/");
  if (iamEntity(arn)) return arn;
  const [launcher = ""] = launchers;
  return `arn:aws:iam::${isAccountId(account) ? account : accountOf(launcher)}:role/a-role-of-any-name`;
}
