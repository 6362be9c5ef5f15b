import type { Resource } from "../../trust/sources/resources/context";
import { isFields } from "../../trust/sources/resources/plain";
import { unknown } from "../../trust/truth";
import type { Rule } from "../rule";
import { launchersIn } from "../subjects";

/**
 * CloudTrail records who assumes which role: everywhere if the trail is of the whole organization and of all regions,
 * and in a way that nobody can change afterwards if its files are validated.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
 */
export const auditTrail: Rule = {
  name: "audit-trail",
  description: "Every use of a role is recorded, in all accounts and regions.",
  level: "advisory",
  *ofStack(stack, settings) {
    const [launcher] = launchersIn(stack, settings);
    if (!launcher) return;
    const trails = stack
      .ofType("aws:cloudtrail/trail:Trail")
      .map((trail) => ({ trail, missing: missingIn(trail) }))
      .sort(
        (one, other) =>
          one.missing.length - other.missing.length || (one.trail.urn < other.trail.urn ? -1 : 1),
      );
    const [best] = trails;
    if (!best)
      yield {
        message:
          "This stack has a launcher and no trail: it does not record who assumes what.\n" +
          "Add an aws.cloudtrail.Trail of the organization, or see that the organization has one.",
      };
    else if (best.missing.length > 0)
      yield {
        urn: best.trail.urn,
        message: `The trail leaves out some who assume roles, or can be changed unnoticed.\nWrite ${best.missing.join(", ")}.`,
      };
  },
};

/** What a trail must say, and what it says where nothing is written. */
const wanted = [
  { name: "isOrganizationTrail", otherwise: false },
  { name: "isMultiRegionTrail", otherwise: false },
  { name: "enableLogFileValidation", otherwise: false },
  { name: "includeGlobalServiceEvents", otherwise: true },
  { name: "enableLogging", otherwise: true },
];

function missingIn({ props }: Resource): readonly string[] {
  return [
    ...wanted.flatMap(({ name, otherwise }) => {
      const value = props[name] ?? otherwise;
      if (value === unknown) return [`${name}: true (not known yet, judged at \`pulumi up\`)`];
      return value === true ? [] : [`${name}: true`];
    }),
    ...(leavesOutManagement(props.eventSelectors)
      ? ["no eventSelectors that leave out management events"]
      : []),
  ];
}

/** AssumeRole is an event of management that only reads. */
function leavesOutManagement(selectors: unknown): boolean {
  if (!Array.isArray(selectors) || selectors.length === 0) return false;
  return !selectors.some(
    (selector) =>
      isFields(selector) &&
      selector.includeManagementEvents !== false &&
      selector.readWriteType !== "WriteOnly",
  );
}
