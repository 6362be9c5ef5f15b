import { iamEntity } from "../../../trust/documents/arn";
import type { Identity } from "../../../trust/organization";
import { takeovers } from "../../../trust/reach/catalogue/compute";
import {
  creation,
  edits,
  groupEdits,
  policyEdits,
  providerEdits,
  templateCreation,
} from "../../../trust/reach/catalogue/edits";
import { passRoleTo } from "../../../trust/reach/catalogue/pass-role";
import { partitionOf, witnessArn } from "../../../trust/reach/witness";
import type { Settings } from "../../config/settings";
import { choicesOf, holdsByChoice, holdsOne, holdsSomewhere } from "./held";
import { few, path, type Path } from "./path";
import { allowedOn, isGuarded } from "./targets";

/** Roles and users with permissions that nobody bounds: created, or taken over by an edit. */
export function* identities(identity: Identity, settings: Settings): Iterable<Path> {
  for (const kind of ["role", "user"] as const) {
    const lists: readonly (readonly string[])[] = [
      ...creation[kind],
      ...edits[kind].entry.map((action) => [action]),
    ];
    for (const actions of lists) {
      const arns = new Set(actions.flatMap((action) => witnesses(identity, action, kind)));
      // Whoever creates a role chooses its boundary as well.
      const bounded = actions.length > 1 ? ["iam:permissionsboundary"] : [];
      for (const arn of arns) {
        if (arn === identity.arn || isGuarded(arn, settings)) continue;
        const { truth } = holdsOne([actions], (action) =>
          holdsByChoice(identity, action, arn, [...choicesOf(action), ...bounded]),
        );
        const verb = actions.length > 1 ? "create a" : "take over a";
        yield* path("identity", truth, `${verb} ${kind} such as ${arn} and use it`, actions);
      }
    }
  }
}

/** An ARN for each pattern that an action may be allowed on. */
function witnesses(identity: Identity, action: string, kind: "role" | "user"): readonly string[] {
  const usual = ["arn", partitionOf(identity.arn), "iam", "", identity.account, `${kind}/Anyone`];
  return allowedOn(identity, action)
    .map((pattern) => witnessArn(pattern, usual))
    .filter((arn) => iamEntity(arn)?.kind === kind);
}

/** Which roles services get, and what runs as them, nobody knows here. */
export function passes(identity: Identity): readonly Path[] {
  const services: string[] = [];
  let found: readonly string[] = [];
  for (const [service, { actions }] of passRoleTo) {
    if (holdsSomewhere(identity, "iam:passrole", { "iam:passedtoservice": [service] }) === "no") continue;
    const uses = holdsOne(actions, (action) => holdsSomewhere(identity, action));
    if (uses.truth === "no") continue;
    services.push(service);
    if (services.length === 1) found = uses.actions;
  }
  if (services.length === 0) return [];
  const what = `pass roles to ${few(services)}, and so act as whichever trusts it`;
  return [{ kind: "pass", truth: "unknown", what, actions: ["iam:passrole", ...found] }];
}

export function takesOver(identity: Identity): readonly Path[] {
  const held = takeovers.flatMap(({ type, actions }) => {
    const found = holdsOne(actions, (action) => holdsSomewhere(identity, action));
    return found.truth === "no" ? [] : [{ type, actions: found.actions }];
  });
  const [first] = held;
  if (!first) return [];
  const what = `change what may run as another role: ${few(held.map(({ type, actions }) => `${type} (${actions.join(" and ")})`))}`;
  return [{ kind: "compute", truth: "unknown", what, actions: first.actions }];
}

/** Edits that come to something together with what is not known here, such as who already uses a role. */
const otherEdits = [
  ...edits.role.policies,
  ...edits.role.limits,
  ...edits.role.tags,
  ...edits.user.policies,
  ...edits.user.limits,
  ...edits.user.tags,
  ...policyEdits,
  ...groupEdits,
  ...providerEdits.surely,
  ...providerEdits.possibly,
  templateCreation,
];

export function editsOthers(identity: Identity): readonly Path[] {
  const held = otherEdits.filter((action) => holdsSomewhere(identity, action) !== "no");
  if (held.length === 0) return [];
  const what = `edit what others in its account may do, by ${few(held)}`;
  return [{ kind: "other", truth: "unknown", what, actions: held.slice(0, 1) }];
}
