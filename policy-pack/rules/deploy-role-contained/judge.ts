import type { Identity, NamedDocument } from "../../../trust/organization";
import { unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import type { Report } from "../../rule";
import type { Subject } from "../../subjects";
import { readPolicy, type Found, type ManagedPolicies } from "./documents";
import type { Given } from "./given";
import { isProven, type Kind } from "./path";
import { pathsOf, possiblePathsOf } from "./paths";
import { awsReport, missingReports, pathReport, unclearReport } from "./reports";
import { boundaryOf, noBoundary, roleWith, type Boundary } from "./role";

/** What is said of permissions, and the kinds of paths that it is said of. */
export interface Judgement {
  readonly reports: readonly Report[];
  readonly kinds: ReadonlySet<Kind>;
}

/** The policies of a resource, those in the resource itself together and each managed one by itself. */
export function byItself(
  given: Given,
  boundary: Boundary,
  managed: ManagedPolicies,
  settings: Settings,
): Judgement {
  const { by, to, isOpen } = given;
  const { inline, attached } = policiesOf(given, managed);
  const unclear = isOpen ? [] : [...inline, ...attached].flatMap((one) => unclearReport(given, one));
  const parts = [known(inline), ...attached.map((one) => known([one]))].filter(({ length }) => length > 0);
  const paths = parts.flatMap((policies) => {
    const identity = roleWith(to, policies, boundary, settings);
    return pathsOf(identity, settings)
      .filter(isProven)
      .map((path) => ({ path, identity }));
  });
  return {
    reports: [
      ...unclear,
      ...paths.map(({ path, identity }) => pathReport(by.urn, to, identity, path, boundary)),
    ],
    kinds: new Set(paths.map(({ path }) => path.kind)),
  };
}

/** What is said of a role, with all that the resources of a stack give to it. */
export interface RoleJudgement extends Judgement {
  readonly to: Subject;
  readonly identity: Identity;
  /** URN of the role, or of the first resource that gives it something. */
  readonly urn: string;
  readonly advice: readonly Report[];
}

/** @param all what resources of a stack give to one role */
export function together(all: readonly Given[], managed: ManagedPolicies, settings: Settings): RoleJudgement {
  const given = all.toSorted(({ by: one }, { by: other }) => (one.urn < other.urn ? -1 : 1));
  const { by, to, isOpen } = given.find(({ by, to }) => by === to.role) ?? (given[0] as Given);
  const boundary = boundaryOf(to, managed);
  const alone = given.map((one) =>
    byItself(one, isBoundFirst(one) ? boundary : noBoundary, managed, settings),
  );
  const said = new Set(alone.flatMap(({ kinds }) => [...kinds]));
  const policies = given.flatMap((one) => {
    const { inline, attached } = policiesOf(one, managed);
    return [...inline, ...attached].map((policy) => ({ one, policy }));
  });
  const identity = roleWith(to, known(policies.map(({ policy }) => policy)), boundary, settings);
  const report = (path: Parameters<typeof pathReport>[3]): Report =>
    pathReport(by.urn, to, identity, path, boundary);
  const paths = pathsOf(identity, settings);
  const combined = paths.filter((path) => isProven(path) && !said.has(path.kind) && !said.has("everything"));
  const kinds = new Set([...said, ...combined.map(({ kind }) => kind)]);
  const possible = kinds.size > 0 || isOpen ? [] : [...paths, ...possiblePathsOf(identity, paths)];
  return {
    to,
    identity,
    urn: by.urn,
    reports: [
      ...alone.flatMap(({ reports }) => reports),
      ...combined.map(report),
      ...given.flatMap((one) => missingReports(one, managed)),
    ],
    kinds,
    advice: [
      ...possible.map((path) => ({ ...report(path), isAdvice: true })),
      ...policies.flatMap(({ one, policy }) => awsReport(one, policy)),
    ],
  };
}

/** A role that is named by text may come after what names it, so that its boundary is not known by then. */
function isBoundFirst({ by, to: { role }, isByName }: Given): boolean {
  const origins = Object.values(by.comesFrom).flat();
  return !isByName || by === role || (role !== undefined && origins.includes(role.urn));
}

interface Policies {
  readonly inline: readonly Found[];
  readonly attached: readonly Found[];
}

function policiesOf({ by, inline, managed, managedIn }: Given, policies: ManagedPolicies): Policies {
  const arns = policies.in(managedIn, managed, by);
  return {
    inline: inline.map(({ name, source }) => readPolicy(name, source)),
    attached: arns.flatMap((arn) => (arn === unknown ? [] : [policies.of(arn)])),
  };
}

function known(policies: readonly Found[]): readonly NamedDocument[] {
  return policies.flatMap((one) => (one.kind === "known" ? [one.policy] : []));
}
