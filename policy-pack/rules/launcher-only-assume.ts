import { readDocument } from "../../trust/documents/read";
import type { Resource } from "../../trust/sources/resources/context";
import { unknown } from "../../trust/truth";
import type { Settings } from "../config/settings";
import type { Report, Rule } from "../rule";
import { isOurs, isSurelyOurs, roleType, subjectOf, type Subject } from "../subjects";
import { admissionOf } from "./launcher-only-assume/admission";
import { bindingsTogether } from "./launcher-only-assume/bindings";
import { namesake, wrongCase } from "./launcher-only-assume/names";
import { lettingInOthers } from "./launcher-only-assume/others";
import { boundOf } from "../ways";
import { wayOfLauncher } from "./launcher-only-assume/outsiders";
import { nameOf } from "./launcher-only-assume/words";
import { anyOf, several, twoLines } from "../words";

/**
 * Every deploy role's trust policy lets in the launcher and nobody else, the launcher is one role only, and no other
 * role trusts it. The launcher's own trust policy is what `launcher-binding` looks at.
 */
export const launcherOnlyAssume: Rule = {
  name: "launcher-only-assume",
  description: "Nobody but the launcher assumes a deploy role.",
  level: "mandatory",
  givesAdvice: true,
  *ofResource(resource, _stack, settings) {
    if (resource.type === roleType) yield* ofRole(resource, settings);
    else if (unreadTypes.has(resource.type)) yield* ofUnreadType(resource, settings);
  },
};

function* ofRole(role: Resource, settings: Settings): Iterable<Report> {
  const { urn } = role;
  const subject = subjectOf(role, settings);
  const named = namesake(subject, role, settings) ?? wrongCase(subject, role, settings);
  if (named !== undefined) yield { urn, message: named };
  if (subject.isLauncher === "yes") return;
  if (subject.isDeployRole !== "no") yield* ofDeployRole(role, subject, settings);
  else if (subject.isLauncher === "no") yield* ofOtherRole(role, subject, settings);
}

function* ofDeployRole(role: Resource, subject: Subject, settings: Settings): Iterable<Report> {
  const { urn } = role;
  const trust = readDocument(role.props.assumeRolePolicy, "trust");
  const bound = boundOf(trust);
  const others = [...lettingInOthers(subject, bound, trust, settings)];
  for (const message of others) yield { urn, message };
  if (bound.findings.length > 0) return;
  const { outcome, words } = admissionOf(role, trust, settings);
  const name = nameOf(subject);
  if (outcome === "denied") {
    yield {
      urn,
      message: twoLines(
        `${name} does not let in the launcher by any binding: ${words}.`,
        `Allow sts:AssumeRole and sts:TagSession to ${anyOf(settings.launchers)} in sessions of ${anyOf(placesOf(settings.bindings))}.`,
      ),
    };
  } else if (outcome === "unknown" && others.length === 0) {
    yield {
      urn,
      message: twoLines(
        `${name} may keep the launcher out: ${words}.`,
        "See to it that its sessions meet this condition, or leave it out.",
      ),
      isAdvice: true,
    };
  }
  const together = others.length === 0 ? bindingsTogether(role, trust, settings) : undefined;
  if (together)
    yield {
      urn,
      message: twoLines(
        `${name} does not tell pods apart, so that ${placesOf(together.bindings).join(" gets it as well as ")}.`,
        `Add conditions on ${together.keys.join(" and ")}, one binding a statement.`,
      ),
      isAdvice: true,
    };
}

function placesOf(bindings: Settings["bindings"]): readonly string[] {
  return bindings.map(
    ({ cluster, namespace, serviceAccount }) => `${namespace}/${serviceAccount} in ${cluster}`,
  );
}

/** A role that is neither launcher nor deploy role. */
function* ofOtherRole(role: Resource, subject: Subject, settings: Settings): Iterable<Report> {
  const { urn, props, home } = role;
  const { launchers, deployRoles, accounts } = settings;
  const { ways, findings } = boundOf(readDocument(props.assumeRolePolicy, "trust"));
  const way = wayOfLauncher(ways, launchers);
  if (way !== undefined) {
    const patterns = several(deployRoles.map(({ text }) => text));
    yield {
      urn,
      message: twoLines(
        `${nameOf(subject)} is no deploy role and lets in the launcher: ${way}.`,
        `Take the launcher out of its trust policy, or make it a deploy role: ${patterns}.`,
      ),
    };
  } else if (findings.some(({ message }) => message === "is not known") && accounts.includes(home.account)) {
    const message = `${nameOf(subject)} has a trust policy that is not known yet: judged at \`pulumi up\`.`;
    yield { urn, message, isAdvice: true };
  }
}

/** Types that make roles as well. */
const unreadTypes: ReadonlySet<string> = new Set(["aws-native:iam:Role", "aws-native:iam/role:Role"]);

function* ofUnreadType({ urn, type, ...resource }: Resource, settings: Settings): Iterable<Report> {
  const { roleName = unknown, path } = resource.props;
  const subject = subjectOf({ ...resource, urn, type, props: { name: roleName, path } }, settings);
  const isHere = settings.accounts.includes(subject.account);
  if (!isSurelyOurs(subject) && !(isHere && isOurs(subject))) return;
  yield {
    urn,
    message: twoLines(
      `${nameOf(subject)} is made by ${type}, a type that this pack does not read.`,
      "Make it with aws.iam.Role.",
    ),
  };
}
