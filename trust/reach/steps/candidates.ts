import { isExact } from "../../bound/pattern";
import type { Way } from "../../bound/way";
import { accountOf, iamEntity } from "../../documents/arn";
import type { Role } from "../../organization";
import type { Actor } from "../actors";
import { isArn } from "../judge";
import type { Remaining } from "../remaining";
import type { World } from "../world";

/**
 * Those of the organization who are worth a closer look: whoever a way may let in and may be allowed to ask. Those of
 * whom the ARN is not known yet may be anybody whom a policy names.
 */
export function* candidates(world: World, role: Role, way: Way, remaining: Remaining): Iterable<Actor> {
  const { principal } = way;
  const exact = exactArns(way);
  if (exact) {
    for (const arn of exact) {
      const actor = world.actors.get(arn);
      if (actor) yield actor;
      else yield* mayBecome(world, arn, remaining);
    }
    return;
  }
  switch (principal.kind) {
    case "session":
      for (const actor of remaining.of(world.everybody, principal.account))
        if (actor.name === principal.role || !isArn(actor.arn)) yield actor;
      return;
    case "uniqueId":
      yield* world.byId.get(principal.id) ?? [];
      yield* remaining.of(world.withoutId, undefined);
      return;
    case "account":
      yield* world.mayAssume.on(role.arn, principal.account, remaining);
      return;
    case "federated":
    case "federatedUser":
      return;
    default:
      // In the role's own account nobody needs a permission of its own.
      yield* remaining.of(world.everybody, role.account);
      yield* world.mayAssume.on(role.arn, undefined, remaining);
  }
}

/** ARNs of roles and users of which a way lets in no others. */
function exactArns({ principal, requires }: Way): readonly string[] | undefined {
  if (principal.kind === "role" || principal.kind === "user") return [principal.arn];
  const arns = requires.find(({ key }) => key === "aws:principalarn")?.values;
  return arns?.every((pattern) => isExact(pattern) && iamEntity(pattern.text))
    ? arns.map(({ text }) => text)
    : undefined;
}

/** Those who may turn out to have an ARN that nobody has yet, or who may create a role of that name. */
function* mayBecome(world: World, arn: string, remaining: Remaining): Iterable<Actor> {
  yield* remaining.of(world.nameless, accountOf(arn));
}
