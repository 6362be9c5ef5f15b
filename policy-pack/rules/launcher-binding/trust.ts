import type { StsAction, Way } from "../../../trust/bound/way";
import { readDocument } from "../../../trust/documents/read";
import type { Resource } from "../../../trust/sources/resources/context";
import { mayBeLauncher, roleItself } from "../../named";
import type { Report } from "../../rule";
import { boundOf, distinct, inWords } from "../../ways";
import { several, twoLines } from "../../words";
import type { View } from "./view";

/**
 * What is wrong with the launcher's own trust policy: whom it lets in besides the service that hands it to pods.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
 */
export function* lettingIn(role: Resource, { settings }: View): Iterable<Report> {
  const launcher = roleItself(role, settings);
  if (!mayBeLauncher(launcher)) return;
  const { urn, props } = role;
  const { ways, findings } = boundOf(readDocument(props.assumeRolePolicy, "trust"));
  const others = ways.filter((way) => !isPodIdentity(way));
  const problem =
    findings.length > 0
      ? `may let in anybody by its trust policy: ${several(findings.map(inWords))}`
      : others.length > 0
        ? `lets in ${several(distinct(others))}`
        : undefined;
  if (problem !== undefined)
    yield {
      urn,
      message: twoLines(
        `${launcher.words} ${problem}.`,
        `Let in nobody but the service ${podIdentity}, by ${assuming.join(" and ")}.`,
      ),
    };
}

const podIdentity = "pods.eks.amazonaws.com";
const assuming: readonly StsAction[] = ["sts:AssumeRole", "sts:TagSession"];

function isPodIdentity({ principal, action }: Way): boolean {
  return principal.kind === "service" && principal.service === podIdentity && assuming.includes(action);
}
