import { isExact } from "../../bound/pattern";
import type { Way } from "../../bound/way";
import { accountOf, iamEntity } from "../../documents/arn";
import type { Principal } from "../../documents/principal";
import type { Identity } from "../../organization";
import { unknown } from "../../truth";
import { almighty } from "../actors";
import { anySession, type Node } from "../graph";
import type { Context } from "../judge";
import { partitionOf, witnessArn } from "../witness";
import type { World } from "../world";

/** Somebody whom the organization does not have. */
export interface Stranger {
  readonly node: Node;
  /** May do everything: whoever owns an account gives its principals what he likes. */
  readonly identity: Identity;
  /** Whether the organization ought to have him, so that he may not exist. */
  readonly isMissing: boolean;
  readonly context: Context;
}

/** No account has this id. */
const nobodys = "000000000000";

/** What those have who belong to another organization, or to none. */
const foreign: Context = {
  "aws:principalorgid": ["o-another"],
  "aws:principalorgpaths": ["o-another/"],
};
const ofOrganization: Context = { "aws:principalorgid": unknown, "aws:principalorgpaths": unknown };

/** Those not known in the organization whom a way may let in: one for each pattern of ARNs that it asks for. */
export function strangersOf(world: World, role: string, way: Way): readonly Stranger[] {
  const { principal } = way;
  if (principal.kind === "uniqueId") return unnamed(world, role, principal.id);
  return arnsLetIn(way, role).flatMap(({ arn, isName }) => {
    const account = accountOf(arn);
    const identity = almighty(arn, account);
    if (account === nobodys) {
      const others: Stranger = {
        node: { kind: "other accounts" },
        identity,
        isMissing: true,
        context: ofOrganization,
      };
      return [{ node: { kind: "anyone" }, identity, isMissing: false, context: foreign }, others];
    }
    const isInhabited = world.inhabited.has(account);
    // Whoever is not named, and is of an account of which somebody is known, is known as well.
    if (isName ? isThere(world, principal, arn) : isInhabited) return [];
    const node: Node = isName ? anySession(arn) : { kind: "account", account };
    return [{ node, identity, isMissing: isInhabited, context: {} }];
  });
}

/** The ARN of a session does not tell the path of its role. */
function isThere({ actors, roleNames }: World, principal: Principal, arn: string): boolean {
  return (
    actors.has(arn) ||
    (principal.kind === "session" && roleNames.has(`${principal.account}/${principal.role}`))
  );
}

/** AWS writes an id in place of somebody who was deleted, or may be told it in place of somebody's ARN. */
function unnamed({ byId }: World, role: string, id: string): readonly Stranger[] {
  if (byId.has(id)) return [];
  const kind = id.startsWith("AIDA") ? "user" : "role";
  const identity = almighty(`arn:${partitionOf(role)}:iam::${nobodys}:${kind}/Anyone`, nobodys);
  return [{ node: { kind: "id", id }, identity, isMissing: true, context: {} }];
}

/** An ARN for each pattern that a way lets in; of no account in particular where it leaves that open. */
function arnsLetIn(
  { principal, requires }: Way,
  role: string,
): readonly { readonly arn: string; readonly isName: boolean }[] {
  switch (principal.kind) {
    case "role":
    case "user":
      return [{ arn: principal.arn, isName: true }];
    case "session": {
      const arn = `arn:${partitionOf(principal.arn)}:iam::${principal.account}:role/${principal.role}`;
      return [{ arn, isName: true }];
    }
    case "account":
    case "everybody":
    case "canonicalUser":
    case "other": {
      const account = principal.kind === "account" ? principal.account : nobodys;
      const usual = ["arn", partitionOf(role), "iam", "", account, "role/Anyone"];
      const patterns = requires.find(({ key }) => key === "aws:principalarn")?.values;
      if (!patterns) return [{ arn: usual.join(":"), isName: false }];
      return patterns.map((pattern) => ({
        arn: witnessArn(pattern.text, usual),
        isName: isExact(pattern) && iamEntity(pattern.text) !== undefined,
      }));
    }
    default:
      return [];
  }
}
