import { accountOf, iamEntity } from "../../documents/arn";
import { readDocument } from "../../documents/read";
import type { Role } from "../../organization";
import { unknown } from "../../truth";
import { anySession, keyOf, type Edge } from "../graph";
import { Remaining } from "../remaining";
import type { Progress, StepsInto } from "../search";
import { mostCombinations } from "../tags";
import type { World } from "../world";
import { byTargetRoles } from "./associations";
import { stepsByAssuming, type Target } from "./assume";
import { stepsByEditing, stepsIntoMissing, stepsIntoUser } from "./edits";
import { stepsByFederation } from "./federation";
import { stepsIntoPods } from "./kubernetes";
import { stepsThroughServices } from "./services";

/**
 * What leads directly to a node, of everything that is known to lead anywhere.
 *
 * @param targets ARNs of roles that are asked for: one that is not in the organization may let in anybody
 * @param progress of the search that asks
 */
export function stepsIn(world: World, targets: ReadonlySet<string>, progress: Progress): StepsInto {
  const { roles, users, accounts } = world.organization;
  const remaining = new Remaining(progress);
  return limited(function* (node) {
    if (node.kind === "pod") yield* stepsIntoPods(world, node, remaining);
    if (node.kind !== "principal") return;
    const { arn, tags, session } = node;
    const user = users.get(arn);
    if (user) return yield* stepsIntoUser(world, user, node, remaining);
    const role = roles.get(arn) ?? (targets.has(arn) ? unknownRole(arn) : undefined);
    if (role) {
      const target = { node, role, tags, ...(session !== undefined && { session }) };
      yield* stepsInto(world, target, remaining);
    } else if (iamEntity(arn) && accounts.has(accountOf(arn))) {
      yield* stepsIntoMissing(world, node, remaining);
    }
  });
}

function* stepsInto(world: World, target: Target, remaining: Remaining): Iterable<Edge> {
  yield* stepsByAssuming(world, target, remaining);
  yield* stepsByFederation(world, target, remaining);
  yield* stepsThroughServices(world, target, remaining);
  yield* byTargetRoles(world, target);
  yield* stepsByEditing(world, target, remaining);
}

function unknownRole(arn: string): Role {
  const account = accountOf(arn);
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  return { arn, account, name, policies: [], tags: unknown, trust: readDocument(unknown, "trust") };
}

/** Lets no principal count as more than some sessions, so that a chain of many tags comes to an end. */
function limited(stepsInto: StepsInto): StepsInto {
  const sessions = new Map<string, Set<string>>();
  return function* (node) {
    for (const edge of stepsInto(node)) {
      const { from } = edge;
      if (from.kind !== "principal" || (from.tags.size === 0 && from.session === undefined)) {
        yield edge;
        continue;
      }
      const known = sessions.get(from.arn) ?? new Set<string>();
      sessions.set(from.arn, known);
      const key = keyOf(from);
      if (known.size < mostCombinations) known.add(key);
      yield known.has(key) ? edge : { ...edge, from: anySession(from.arn), certainty: "possible" };
    }
  };
}
