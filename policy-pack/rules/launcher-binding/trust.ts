import type { StsAction, Way } from "../../../trust/bound/way";
import { readDocument } from "../../../trust/documents/read";
import type { Resource } from "../../../trust/sources/resources/context";
import { mayBeLauncher, roleItself } from "../../named";
import type { Report } from "../../rule";
import { boundOf, distinct, inWords } from "../../ways";
import { several, twoLines } from "../../words";
import { toldBy } from "./pods";
import type { View } from "./view";

/**
 * What is wrong with the launcher's own trust policy: whom it lets in besides the service that hands it to pods, and
 * which pods besides those of the configured bindings.
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
  if (findings.length > 0) return;
  const told = ways
    .filter((way) => isPodIdentity(way) && way.action === "sts:AssumeRole")
    .map((way) => ({ ...toldBy(way, settings), place: way.place }));
  const strangers = [...new Set(told.flatMap((one) => one.others))];
  if (strangers.length > 0)
    yield {
      urn,
      message: twoLines(
        `${launcher.words} lets in pods of no configured binding: ${several(strangers)}.`,
        "Name one configured binding in each statement, since lists allow every combination.",
      ),
    };
  const open = told.find(({ isPinned }) => !isPinned);
  if (open && problem === undefined && strangers.length === 0)
    yield {
      urn,
      message: twoLines(
        `${launcher.words} lets in the pods of other associations in its account as well, by ${open.place}.`,
        `Add conditions on ${tags.map((tag) => `aws:RequestTag/${tag}`).join(", ")}, one binding a statement.`,
      ),
      isAdvice: true,
    };
}

const tags = ["eks-cluster-arn", "kubernetes-namespace", "kubernetes-service-account"];

const podIdentity = "pods.eks.amazonaws.com";
const assuming: readonly StsAction[] = ["sts:AssumeRole", "sts:TagSession"];

function isPodIdentity({ principal, action }: Way): boolean {
  return principal.kind === "service" && principal.service === podIdentity && assuming.includes(action);
}
