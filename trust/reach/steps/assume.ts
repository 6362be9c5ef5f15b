import { describe } from "../../bound/answers";
import type { Way } from "../../bound/way";
import { anySession, certaintyOf, type Edge, type Node, type Principal, type Tags } from "../graph";
import type { Role } from "../../organization";
import type { Truth } from "../../truth";
import type { Remaining } from "../remaining";
import type { World } from "../world";
import { candidates } from "./candidates";
import { sessionsLetIn, strangerLetIn } from "./sessions";
import { strangersOf } from "./strangers";

/** A role whose sessions are wanted. */
export interface Target {
  readonly node: Principal;
  readonly role: Role;
  /** Tags that the sessions must carry. */
  readonly tags: Tags;
  /** The name that they must have. */
  readonly session?: string;
}

/** Steps by `sts:AssumeRole` of roles, users and other accounts. */
export function* stepsByAssuming(world: World, target: Target, remaining: Remaining): Iterable<Edge> {
  for (const way of world.waysInto(target.role.trust)) {
    if (way.action !== "sts:AssumeRole" || way.principal.kind === "service") continue;
    for (const actor of candidates(world, target.role, way, remaining)) {
      for (const { tags, session, truth, by } of sessionsLetIn(world, target, way, actor)) {
        const from = { ...anySession(actor.arn), tags, ...(session !== undefined && { session }) };
        yield* edge(target, way, from, truth, by);
      }
    }
    for (const { node, isMissing, ...stranger } of strangersOf(world, target.role.arn, way)) {
      const letIn = strangerLetIn(world, target, way, stranger);
      yield* edge(target, way, node, isMissing && letIn === "yes" ? "unknown" : letIn);
    }
  }
}

function* edge({ node: to, role }: Target, way: Way, from: Node, truth: Truth, by = ""): Iterable<Edge> {
  if (truth === "no") return;
  yield {
    from,
    to,
    kind: "assume role",
    certainty: certaintyOf(truth),
    how: `sts:AssumeRole${by}: the trust policy lets in ${describe(way)}`,
    remedy: `let that in no more by ${way.place || "the trust policy"} of ${role.arn}`,
  };
}
