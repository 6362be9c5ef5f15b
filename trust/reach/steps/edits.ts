import { accountOf } from "../../documents/arn";
import type { Identity } from "../../organization";
import { some, type Truth } from "../../truth";
import { judged, type Actor, type Judgement } from "../actors";
import { creation, edits, policyEdits } from "../catalogue/edits";
import { entryInto } from "../entry";
import { anySession, certaintyOf, type Edge, type Principal } from "../graph";
import { allOf, isArn, may, sameAccount } from "../judge";
import type { Remaining } from "../remaining";
import type { World } from "../world";
import type { Target } from "./assume";

/** Steps of whoever may edit a role. */
export function* stepsByEditing(world: World, target: Target, remaining: Remaining): Iterable<Edge> {
  const { organization, mayEdit } = world;
  const { node, role } = target;
  if (isAwsOwn(role.arn)) return;
  const changes = [...edits.role.policies, ...edits.role.limits];
  const can = (identity: Identity, actions: readonly string[], resource = role.arn): Truth =>
    some(actions, (action) => may(organization, identity, action, resource, { tags: role.tags }));
  const letIn = entryInto(organization, target);
  for (const actor of mayEdit.on(role.arn, role.account, remaining)) {
    const trust = judged(actor, (identity) => letIn(identity, can(identity, edits.role.entry)));
    yield* edge(actor, node, trust, {
      kind: "edit trust",
      how: `iam:UpdateAssumeRolePolicy${trust.by}, after which the trust policy lets in whom the editor names`,
      remedy: `take iam:UpdateAssumeRolePolicy on ${role.arn} from ${actor.arn}`,
    });
    // The step that follows is possible at best.
    if (remaining.isMet(actor)) continue;
    const policies = judged(actor, (identity) => can(identity, changes));
    yield* edge(actor, node, asEditor(policies), {
      kind: "edit policies",
      how: `an edit of what the role may do${policies.by}`,
      remedy: `take ${changes.join(", ")} on ${role.arn} from ${actor.arn}`,
    });
  }
  for (const policy of attachedTo(role)) {
    for (const actor of mayEdit.on(policy, role.account, remaining)) {
      if (remaining.isMet(actor)) continue;
      const policies = judged(actor, (identity) => can(identity, policyEdits, policy));
      yield* edge(actor, node, asEditor(policies), {
        kind: "edit policies",
        how: `an edit of ${policy}, which is attached to the role${policies.by}`,
        remedy: `take ${policyEdits.join(", ")} on ${policy} from ${actor.arn}`,
      });
    }
  }
}

/** Nobody but AWS edits the roles that it makes for services and for IAM Identity Center. */
function isAwsOwn(arn: string): boolean {
  return /:role\/aws-(service-role|reserved)\//.test(arn);
}

/** Policies that its account can edit. */
function attachedTo({ policies, account }: Identity): readonly string[] {
  return policies.flatMap(({ arn }) =>
    arn !== undefined && (!isArn(arn) || sameAccount(account, accountOf(arn)) !== "no") ? [arn] : [],
  );
}

/** The editor has what the role may do once something that the role runs does what the editor wants. */
function asEditor({ truth, by }: Judgement): Judgement {
  return { truth: truth === "no" ? truth : "unknown", by };
}

/** Steps of whoever may make credentials of a user. */
export function* stepsIntoUser(
  { organization, mayEdit }: World,
  user: Identity,
  node: Principal,
  remaining: Remaining,
): Iterable<Edge> {
  for (const actor of mayEdit.on(user.arn, user.account, remaining)) {
    const judgement = judged(actor, (identity) =>
      some(edits.user.entry, (action) => may(organization, identity, action, user.arn, { tags: user.tags })),
    );
    yield* edge(actor, node, judgement, {
      kind: "credentials",
      how: edits.user.entry.join(", or ") + judgement.by,
      remedy: `take these actions on ${user.arn} from ${actor.arn}`,
    });
  }
}

type Lists = readonly (readonly string[])[];

/** Steps of whoever may create a role or user that policies name and that its account does not have. */
export function* stepsIntoMissing(world: World, node: Principal, remaining: Remaining): Iterable<Edge> {
  const { arn } = node;
  const lists: Lists = arn.includes(":user/") ? creation.user : creation.role;
  const create = lists[0]?.[0];
  for (const actor of world.mayEdit.on(arn, accountOf(arn), remaining)) {
    const judgement = judged(actor, (identity) =>
      some(lists, (actions) => allOf(actions, (action) => may(world.organization, identity, action, arn))),
    );
    yield* edge(actor, node, judgement, {
      kind: "create role",
      how: `${create}${judgement.by}, under the name that is trusted`,
      remedy: `take ${create} on ${arn} from ${actor.arn}`,
    });
  }
}

function* edge(
  { arn }: Actor,
  to: Principal,
  { truth }: Judgement,
  words: Pick<Edge, "kind" | "how" | "remedy">,
): Iterable<Edge> {
  if (truth === "no") return;
  yield { from: anySession(arn), to, certainty: certaintyOf(truth), ...words };
}
