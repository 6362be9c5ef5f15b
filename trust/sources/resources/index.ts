import { grouped } from "../../grouped";
import { isAccountId } from "../../documents/arn";
import type { Account, Identity, Organization } from "../../organization";
import { unknown, type Unknown } from "../../truth";
import { emptyDraft } from "../draft";
import { identitiesOf } from "../identities";
import { levelsIn } from "../levels";
import { sortedBy } from "../order";
import { documentReader, findingsList, type Report } from "../reader";
import { computeOf } from "./compute";
import { resourceOf, type Context, type Resource } from "./context";
import { clusterArn, clusterType, eksOf, type Eks } from "./eks";
import { iamReaders } from "./iam";
import { organizationOf, type Assumptions, type OrganizationData } from "./organizations";
import type { PlainResource } from "./plain";
import { passedOver } from "./passed-over";

export type { Assumptions } from "./organizations";
export type { PlainResource } from "./plain";

/**
 * An organization as the resources of programs make it, of one stack or of several at once. What is not known yet or
 * may be attached by somebody else stands in it as unknown. The order of the resources does not matter.
 *
 * @param resources all of them, those of several stacks together
 * @param assumptions what is known beside them
 */
export function fromResources(
  resources: readonly PlainResource[],
  assumptions: Assumptions = {},
): Organization {
  const { report, sorted } = findingsList();
  const read = documentReader(report);
  const known = inOrder(resources).map(resourceOf);
  const context: Context = { draft: emptyDraft(), report, ...indexed(known) };

  for (const resource of known) {
    const readResource = Object.hasOwn(iamReaders, resource.type) && iamReaders[resource.type];
    if (readResource) readResource(resource, context);
    else passedOver(resource, report);
  }
  const eks = known.map((resource) => eksOf(resource, context));
  reportUnseenClusters(known, eks, report);
  const compute = known.flatMap((resource) => computeOf(resource, context));
  const organization = organizationOf(known, assumptions, context);
  const levelsOf = levelsIn(organization, read, report);
  const identities = identitiesOf(context.draft, read, report);
  const ids = accountsIn(known, organization, [...identities.roles.values(), ...identities.users.values()]);
  const accountOf = (id: string): Account => ({
    id,
    isManagement: isManagement(id, organization.managementAccount),
    levels: levelsOf(id),
  });

  return {
    ...(organization.id !== undefined && { id: organization.id }),
    accounts: new Map(ids.map((id) => [id, accountOf(id)])),
    ...identities,
    podIdentities: eks.flatMap(({ podIdentities }) => podIdentities),
    compute,
    kubernetes: eks.flatMap(({ kubernetes }) => kubernetes),
    findings: sorted(),
  };
}

/** Pods get roles from clusters of other stacks too, of which the data does not say who may act as their pods. */
function reportUnseenClusters(resources: readonly Resource[], eks: readonly Eks[], report: Report): void {
  const seen = new Set(resources.filter(({ type }) => type === clusterType).map((one) => clusterArn(one)));
  for (const { clusterArn: arn } of eks.flatMap(({ podIdentities }) => podIdentities)) {
    if (arn !== unknown && !seen.has(arn))
      report(arn, "is not in the data: who may act as its service accounts is not known");
  }
}

/** In an order that does not depend on the one in which they were given. */
function inOrder(resources: readonly PlainResource[]): readonly PlainResource[] {
  const byUrn = grouped(resources, ({ urn }) => urn);
  return sortedBy(byUrn, ([urn]) => urn).flatMap(([, same]) =>
    same.length === 1 ? same : sortedBy(same, ({ props }) => JSON.stringify(props)),
  );
}

/** Every account that something is in or attached to, and words for those that are not known. */
function accountsIn(
  resources: readonly Resource[],
  { parents, attachments, managementAccount }: OrganizationData,
  identities: readonly Identity[],
): readonly string[] {
  const ids = [
    ...resources.map(({ home }) => home.account),
    ...parents.keys(),
    ...attachments.map(({ target }) => target),
    ...(managementAccount === unknown ? [] : [managementAccount]),
  ];
  const all = new Set([...ids.filter(isAccountId), ...identities.map(({ account }) => account)]);
  return sortedBy(all, (id) => id);
}

function isManagement(id: string, management: string | Unknown): boolean | Unknown {
  return management === unknown || !isAccountId(id) ? unknown : id === management;
}

function indexed(resources: readonly Resource[]): Pick<Context, "byUrn" | "byName"> {
  const key = (type: string, account: string, name: string): string =>
    `${type} ${account} ${name.toLowerCase()}`;
  const names = new Map(
    resources.flatMap((resource): [string, Resource][] => {
      const { name } = resource.props;
      return typeof name === "string" ? [[key(resource.type, resource.home.account, name), resource]] : [];
    }),
  );
  return {
    byUrn: new Map(resources.map((resource) => [resource.urn, resource])),
    byName: (type, account, name) => names.get(key(type, account, name)),
  };
}
