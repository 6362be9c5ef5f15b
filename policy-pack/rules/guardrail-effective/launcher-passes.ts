import { contextOf } from "../../../trust/decide/context";
import type { AssumeRequest, Caller } from "../../../trust/decide/request";
import { application } from "../../../trust/decide/statements";
import { concerns } from "../../../trust/documents/actions";
import { accountOf, isAccountId } from "../../../trust/documents/arn";
import { literal, witness } from "../../../trust/documents/glob";
import type { ReadStatement } from "../../../trust/documents/read";
import type { Account, NamedDocument } from "../../../trust/organization";
import { tagsOf } from "../../../trust/reach/pods";
import { unknown } from "../../../trust/truth";
import type { Binding, Settings } from "../../config/settings";
import { guardedBy, sharedWith, type Guarded } from "./guarded";
import type { Kind } from "./kinds";

/** A statement that denies, or may deny, what the launcher is for. */
export interface Obstacle {
  /** Sid or place of the statement. */
  readonly statement: string;
  readonly caller: string;
  readonly action: string;
  /** E.g. `arn:aws:iam::*:role/octopus/deploy/*`. */
  readonly roles: string;
  /** What could not be decided, e.g. `StringEquals aws:SourceVpc`; empty if it surely denies. */
  readonly undecided: readonly string[];
}

const actions = ["sts:AssumeRole", "sts:TagSession"];
const pods = "pods.eks.amazonaws.com";

type Context = NonNullable<AssumeRequest["context"]>;

interface Passage {
  readonly caller: string;
  readonly roles: Guarded;
  readonly request: AssumeRequest;
}

/** The statements that keep the launcher from deploy roles, or EKS from handing out the launcher. */
export function obstaclesIn(
  { document }: NamedDocument,
  kind: Kind,
  settings: Settings,
): readonly Obstacle[] {
  const { statements, version } = document;
  if (statements === unknown) return [];
  const passages = passagesOf(kind, settings);
  return statements
    .filter(({ effect }) => effect !== "Allow")
    .flatMap((statement) => {
      for (const { caller, roles, request } of passages) {
        const shared = sharedWith(statement, version, roles);
        if (!shared) continue;
        for (const action of actions) {
          const { applies, undecided } = appliesTo(statement, version, action, request);
          if (applies === "no") continue;
          const found = { statement: statement.sid ?? statement.place, caller, action, roles: shared.text };
          return [{ ...found, undecided: [...(shared.surely ? [] : ["its Resource"]), ...undecided] }];
        }
      }
      return [];
    });
}

function appliesTo(
  { resources: _resources, ...statement }: ReadStatement,
  version: NamedDocument["document"]["version"],
  action: string,
  request: AssumeRequest,
): ReturnType<typeof application> {
  if (concerns(statement, action.toLowerCase()) === "no") return { applies: "no", undecided: [] };
  const account = (arn: string): Account => ({ id: accountOf(arn), isManagement: false, levels: unknown });
  const { caller, role } = request;
  const lookup = contextOf(request, {
    role: { arn: role, tags: unknown },
    roleAccount: account(role),
    ...(caller.kind === "session" && { callerAccount: account(caller.role) }),
  });
  return application(statement, version, { action: action.toLowerCase(), resource: role, lookup });
}

/** Which sessions have to come about: those of pods in deploy roles, and, where services are bound, the pods' own. */
function passagesOf({ id }: Kind, settings: Settings): readonly Passage[] {
  return settings.launchers.flatMap((launcher) =>
    settings.bindings.flatMap((binding) => {
      const tags = podTags(launcher, binding);
      const session: Caller = {
        kind: "session",
        role: launcher,
        name: "eks-some-pod",
        tags,
        transitive: Object.keys(tags),
      };
      const inDeployRoles = guardedBy(settings).map((roles): Passage => {
        const role = witness(roles.pattern);
        const isKnown = isAccountId(accountOf(role));
        const context = isKnown ? notKnown : ({ ...notKnown, "aws:resourceaccount": unknown } as Context);
        return { caller: launcher, roles, request: { caller: session, role, context } };
      });
      const service: Caller = { kind: "service", service: pods, sourceAccount: accountOf(launcher) };
      const inLauncher: Passage = {
        caller: pods,
        roles: { text: launcher, pattern: literal(launcher) },
        request: { caller: service, role: launcher, tags, context: notKnown },
      };
      return [...inDeployRoles, ...(id === "rcp" ? [inLauncher] : [])];
    }),
  );
}

/** In which region a cluster is, the settings do not say. */
const notKnown: Context = {
  "aws:principaltag/eks-cluster-arn": unknown,
  "aws:requesttag/eks-cluster-arn": unknown,
};

function podTags(
  launcher: string,
  { cluster, namespace, serviceAccount }: Binding,
): Readonly<Record<string, string>> {
  const [, partition = ""] = launcher.split(":");
  const clusterArn = `arn:${partition}:eks:us-east-1:${accountOf(launcher)}:cluster/${cluster}`;
  return tagsOf({ clusterArn, namespace, serviceAccount }) ?? {};
}
