import { accountOf, iamEntity } from "../../../trust/documents/arn";
import { glob } from "../../../trust/documents/glob";
import type { Identity } from "../../../trust/organization";
import { edits, policyEdits } from "../../../trust/reach/catalogue/edits";
import { clusterEdits } from "../../../trust/reach/catalogue/compute";
import { passRoleTo } from "../../../trust/reach/catalogue/pass-role";
import { partitionOf, witnessArn } from "../../../trust/reach/witness";
import { all } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import { isOidcRoleArn } from "../../subjects";
import { asksFor, choicesOf, holds, holdsByChoice, holdsOne, holdsSomewhere } from "./held";
import { path, type Path } from "./path";
import { allowedOn, guardedTargets, isGuarded, meetingArn } from "./targets";

/** Naming one opens our half of the path, whatever its trust policy says. */
export function* assumes(identity: Identity, settings: Settings): Iterable<Path> {
  const actions = ["sts:assumerole"];
  for (const arn of guardedTargets(identity, "sts:assumerole", settings)) {
    if (arn !== identity.arn)
      yield* path("assume", asksFor(identity, arn), `assume ${wordsOf(arn, settings)}`, actions);
  }
  for (const pattern of allowedOn(identity, "sts:assumerole")) {
    const usual = ["arn", partitionOf(identity.arn), "iam", "", identity.account, "role/Anyone"];
    const arn = witnessArn(pattern, usual);
    const isOwn = arn === identity.arn || isGuarded(arn, settings) || iamEntity(arn) === undefined;
    if (isOwn || asksFor(identity, arn) === "no") continue;
    yield* path("assume", "unknown", `assume ${pattern === "*" ? "roles that let it in" : pattern}`, actions);
  }
}

export const editsItself = "edit what it may do itself, or who gets it";

/** Edits of itself, of launchers and of deploy roles, and roles of these names that it creates. */
export function* editsGuarded(identity: Identity, settings: Settings): Iterable<Path> {
  const { policies, limits, entry } = edits.role;
  for (const action of [...policies, ...limits, ...entry]) {
    const truth = holdsByChoice(identity, action, identity.arn, choicesOf(action));
    yield* path("edit", truth, editsItself, [action]);
  }
  const attached = [...identity.policies, ...(identity.boundary ? [identity.boundary] : [])];
  for (const { arn, name } of attached) {
    if (arn === undefined || accountOf(arn) !== identity.account) continue;
    for (const action of policyEdits)
      yield* path("edit", holds(identity, action, arn), `edit ${name}, which it has itself`, [action]);
  }
  for (const action of [...policies, ...limits, ...entry, "iam:createrole"]) {
    for (const arn of guardedTargets(identity, action, settings, identity.account)) {
      const verb = action === "iam:createrole" ? "create" : "edit";
      const choices = action === "iam:createrole" ? ["iam:permissionsboundary"] : choicesOf(action);
      const truth = holdsByChoice(identity, action, arn, choices);
      yield* path("edit", truth, `${verb} ${wordsOf(arn, settings)}`, [action]);
    }
  }
}

const pods = "pods.eks.amazonaws.com";

/** Hands a launcher to pods of its own. */
export function* passesLauncher(identity: Identity, settings: Settings): Iterable<Path> {
  for (const launcher of settings.launchers) {
    const passed = holds(identity, "iam:passrole", launcher, { "iam:passedtoservice": [pods] });
    if (passed === "no") continue;
    const uses = holdsOne(passRoleTo.get(pods)?.actions ?? [], (action) => holdsSomewhere(identity, action));
    const actions = ["iam:passrole", ...uses.actions];
    yield* path(
      "pass",
      all([passed, uses.truth]),
      `pass the launcher ${launcher} to pods of its choice`,
      actions,
    );
  }
}

/** Lets itself into a cluster in which pods get a launcher. */
export function* entersCluster(identity: Identity, settings: Settings): Iterable<Path> {
  if (!settings.launchers.some((arn) => accountOf(arn) === identity.account)) return;
  const actions = ["eks:createaccessentry", "eks:associateaccesspolicy"];
  for (const cluster of new Set(settings.bindings.map(({ cluster }) => cluster))) {
    const place = glob(`arn:${partitionOf(identity.arn)}:eks:?*:${identity.account}:cluster/${cluster}`);
    for (const pattern of allowedOn(identity, "eks:createaccessentry")) {
      const arn = meetingArn(pattern, place);
      if (arn === undefined) continue;
      const truth = all([
        holds(identity, "eks:createaccessentry", arn),
        holdsSomewhere(identity, "eks:associateaccesspolicy"),
      ]);
      yield* path(
        "cluster",
        truth,
        `let itself into the cluster ${cluster}, whose pods get the launcher`,
        actions,
      );
    }
    yield* editsCluster(identity, cluster);
  }
}

/** Gets into the cluster by what is there already, such as an entry of its own or a group with rights. */
function* editsCluster(identity: Identity, cluster: string): Iterable<Path> {
  const { ofCluster, ofEntries } = clusterEdits;
  const own = `arn:${partitionOf(identity.arn)}:eks:?*:${identity.account}`;
  const places = [
    { edits: ofCluster, place: glob(`${own}:cluster/${cluster}`) },
    { edits: ofEntries, place: glob(`${own}:access-entry/${cluster}/?*`) },
  ];
  for (const { edits, place } of places)
    for (const action of edits)
      for (const pattern of allowedOn(identity, action)) {
        const arn = meetingArn(pattern, place);
        if (arn === undefined || holds(identity, action, arn) === "no") continue;
        const what = `edit who gets into the cluster ${cluster}, whose pods get the launcher`;
        yield* path("cluster", "unknown", what, [action]);
      }
}

function wordsOf(arn: string, settings: Settings): string {
  if (settings.launchers.includes(arn)) return `the launcher ${arn}`;
  return `the ${isOidcRoleArn(arn, settings) ? "role for tokens" : "deploy role"} ${arn}`;
}
