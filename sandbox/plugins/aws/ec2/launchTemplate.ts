import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeTagsCommand,
  ModifyLaunchTemplateCommand,
} from "@aws-sdk/client-ec2";
import {
  flag,
  number,
  outputText,
  regional,
  tagged as tags,
  text,
  type Property,
} from "../../table/property";
import { resource } from "../entry";
import { fromTagList } from "../tags";
import { fromTemplateData, templateData, templateProperties, toTemplateData } from "./launchTemplateData";
import { arnOf, ec2, only, retag, tagged, where } from "./shared";

const { tagsAll } = tags;
const latestVersion: Property<number> = { kind: "output", cfn: false, volatile: true };

export const launchTemplate = resource({
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  label: "EC2 Launch Template",
  cfn: "AWS::EC2::LaunchTemplate",
  cfnShape: ({ LaunchTemplateName, Tags, VersionDescription, ...data }) => ({
    LaunchTemplateName,
    VersionDescription,
    LaunchTemplateData: data,
    ...(Array.isArray(Tags) && Tags.length > 0
      ? { TagSpecifications: [{ ResourceType: "launch-template", Tags }] }
      : {}),
  }),
  properties: {
    ...regional,
    name: text({ replace: true, autoname: { max: 255 }, cfn: "LaunchTemplateName" }),
    description: text({ cfn: "VersionDescription" }),
    defaultVersion: number({ computed: true, cfn: false }),
    updateDefaultVersion: flag({ local: true, cfn: false }),
    ...templateProperties,
    tags: tags.tags,
    tagsAll,
    arn: outputText,
    latestVersion,
  },

  async create(aws, inputs) {
    const request = new CreateLaunchTemplateCommand({
      LaunchTemplateName: inputs.name,
      VersionDescription: inputs.description,
      LaunchTemplateData: toTemplateData(inputs),
      TagSpecifications: tagged("launch-template", inputs.tagsAll),
    });
    const { LaunchTemplate } = await ec2(aws).send(request);
    return LaunchTemplate?.LaunchTemplateId as string;
  },

  async read(aws, id) {
    const { LaunchTemplates } = await ec2(aws).send(
      new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] }),
    );
    const found = LaunchTemplates?.[0];
    if (!found) return undefined;
    const latest = { LaunchTemplateId: id, Versions: [String(found.LatestVersionNumber)] };
    const { LaunchTemplateVersions } = await ec2(aws).send(new DescribeLaunchTemplateVersionsCommand(latest));
    const version = LaunchTemplateVersions?.[0];
    // moto's description of a template has the tags that it was created with.
    const { Tags } = await ec2(aws).send(new DescribeTagsCommand({ Filters: where({ "resource-id": id }) }));
    return {
      name: found.LaunchTemplateName,
      description: version?.VersionDescription || undefined,
      defaultVersion: found.DefaultVersionNumber,
      ...fromTemplateData(version?.LaunchTemplateData ?? {}),
      tagsAll: fromTagList(Tags),
      arn: arnOf(aws, "launch-template", id),
      latestVersion: found.LatestVersionNumber,
    };
  },

  /** What is launched changes by a new version; which version is the default changes only when asked for. */
  async update(aws, LaunchTemplateId, inputs, { names }) {
    let version = inputs.defaultVersion;
    if (["description", ...templateData].some((name) => names.has(name))) {
      const { LaunchTemplateVersion } = await ec2(aws).send(
        new CreateLaunchTemplateVersionCommand({
          LaunchTemplateId,
          VersionDescription: inputs.description,
          LaunchTemplateData: toTemplateData(inputs),
        }),
      );
      if (inputs.updateDefaultVersion) version = LaunchTemplateVersion?.VersionNumber;
    }
    if (version === undefined) return;
    const request = { LaunchTemplateId, DefaultVersion: String(version) };
    await ec2(aws).send(new ModifyLaunchTemplateCommand(request));
  },

  retag,

  async find(aws, { name = "" }) {
    const request = new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: [name] });
    return only((await ec2(aws).send(request)).LaunchTemplates)?.LaunchTemplateId;
  },

  async delete(aws, LaunchTemplateId) {
    await ec2(aws).send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }));
  },
});
