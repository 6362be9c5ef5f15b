import type { Caller } from "../decide/request";
import { readDocument, type ReadDocument } from "../documents/read";
import type { Identity, Organization, Role } from "../organization";
import { all, type Truth } from "../truth";
import { almighty } from "./actors";
import { anyName, callerOf, getsSession, isArn, isRootUser, may } from "./judge";
import type { Tags } from "./graph";
import { witnesses } from "./tags";
import { partitionOf } from "./witness";

type Principal = Readonly<Record<string, string>>;

/** A trust policy that lets in one role or user, or everybody as long as its ARN is not known. */
export function trustIn(arn: string): ReadDocument {
  return trust({ AWS: isArn(arn) ? arn : "*" });
}

function trust(principal: Principal): ReadDocument {
  return readDocument(
    { Version: "2012-10-17", Statement: { Effect: "Allow", Principal: principal, Action: "sts:*" } },
    "trust",
  );
}

/** What whoever gets in has to bring. */
export interface Wanted {
  readonly role: Role;
  readonly tags: Tags;
  readonly session?: string;
}

/** An account outside of the organization, such as anybody may have. */
const outside = "000000000000";

/**
 * Tells of editors of a trust policy whether they get in: by naming themselves, or a root user by naming a role that it
 * creates. Where guardrails keep that out, an editor may still let in somebody outside of the organization, an identity
 * provider, or a service that it passes the role to.
 *
 * @returns whether somebody gets in who may edit the trust policy surely (yes) or possibly (unknown)
 */
export function entryInto(organization: Organization, { role, tags, session }: Wanted): Entry {
  const partition = partitionOf(role.arn);
  const someRole = (account: string): Identity =>
    almighty(`arn:${partition}:iam::${account}:role/Anyone`, account);
  const request = {
    role: role.arn,
    sessionName: session ?? anyName,
    ...(tags.size > 0 && { tags: witnesses(tags) }),
  };
  const gets = (caller: Caller, trust: ReadDocument, identity?: Identity): Truth =>
    getsSession(organization, { ...request, caller }, { ...role, trust }, identity);
  const namesItself = (identity: Identity): Truth =>
    gets(callerOf(identity), trustIn(identity.arn), identity);

  const isOpenToOthers = once(
    () =>
      namesItself(someRole(outside)) !== "no" ||
      gets({ kind: "webIdentity", provider, claims: {} }, trust({ Federated: provider })) !== "no",
  );
  const isOpenToServices = once(
    () => gets({ kind: "service", service }, trust({ Service: service })) !== "no",
  );

  return (editor, isEditor) => {
    if (isEditor === "no") return isEditor;
    if (isEditor === "unknown" && isOpenToOthers()) return isEditor;
    const direct = namesItself(isRootUser(editor.arn) ? someRole(editor.account) : editor);
    if (direct !== "no") return all([isEditor, direct]);
    const isOpen =
      isOpenToOthers() ||
      (may(organization, editor, "iam:passrole", role.arn) !== "no" && isOpenToServices());
    return isOpen ? "unknown" : "no";
  };
}

/** Whether somebody gets in who may edit the trust policy as far as is said. */
export type Entry = (editor: Identity, isEditor: Truth) => Truth;

const provider = "accounts.google.com";
const service = "ec2.amazonaws.com";

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
