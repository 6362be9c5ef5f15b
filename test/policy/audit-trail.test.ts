import { auditTrail } from "../../policy-pack/rules/audit-trail";
import { notKnown, resource, type Given } from "./resources";
import { table } from "./table";

const launcher = resource("aws:iam/role:Role", "launcher", { name: "OctoLauncherRole" });

/** What AWS recommends for the trail of an organization. */
const whole = { isOrganizationTrail: true, isMultiRegionTrail: true, enableLogFileValidation: true };

function trail(props: Readonly<Record<string, unknown>>, name = "trail"): Given {
  return resource("aws:cloudtrail/trail:Trail", name, { s3BucketName: "logs", ...props }, "management");
}

describe("the policy audit-trail", () => {
  table(auditTrail, [
    { title: "a launcher with a trail of the organization", resources: [launcher, trail(whole)] },
    {
      title: "a launcher beside two trails of which one records everything",
      resources: [launcher, trail({}, "another"), trail(whole)],
    },
    {
      title: "a launcher without a trail",
      resources: [launcher],
      advised: [/a launcher and no trail.*\nAdd an aws\.cloudtrail\.Trail of the organization/],
    },
    {
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
      title: "a trail of one account and one region",
      resources: [launcher, trail({ enableLogFileValidation: true })],
      advised: [/\nWrite isOrganizationTrail: true, isMultiRegionTrail: true\.$/],
    },
    {
      // STS is a global service: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
      title: "a trail without the events of global services",
      resources: [launcher, trail({ ...whole, includeGlobalServiceEvents: false })],
      advised: [/\nWrite includeGlobalServiceEvents: true\.$/],
    },
    {
      title: "a trail that is switched off",
      resources: [launcher, trail({ ...whole, enableLogging: false })],
      advised: [/\nWrite enableLogging: true\.$/],
    },
    {
      title: "a trail whose files anybody may change unnoticed",
      resources: [launcher, trail({ ...whole, enableLogFileValidation: false })],
      advised: [/\nWrite enableLogFileValidation: true\.$/],
    },
    {
      // AssumeRole is a management event with readOnly true:
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
      title: "a trail of what is written alone",
      resources: [launcher, trail({ ...whole, eventSelectors: [{ readWriteType: "WriteOnly" }] })],
      advised: [/no eventSelectors that leave out management events/],
    },
    {
      title: "a trail of data events alone",
      resources: [launcher, trail({ ...whole, eventSelectors: [{ includeManagementEvents: false }] })],
      advised: [/no eventSelectors that leave out management events/],
    },
    {
      title: "a trail that has management events beside data events",
      resources: [
        launcher,
        trail({
          ...whole,
          eventSelectors: [
            { includeManagementEvents: false },
            { includeManagementEvents: true, readWriteType: "All" },
          ],
        }),
      ],
    },
    {
      title: "a trail of which it is not known what it is of",
      resources: [launcher, trail({ ...whole, isOrganizationTrail: notKnown })],
      advised: [/isOrganizationTrail: true \(not known yet, judged at `pulumi up`\)/],
    },
    {
      title: "a foreign program with a trail of its own",
      resources: [resource("aws:iam/role:Role", "admin", { name: "Admin" }), trail({})],
    },
    {
      title: "a program of which no role's name is known",
      resources: [resource("aws:iam/role:Role", "admin", { name: notKnown })],
    },
  ]);
});
