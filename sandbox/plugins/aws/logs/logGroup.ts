import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type LogGroupClass,
} from "@aws-sdk/client-cloudwatch-logs";
import { flag, number, outputText, regional, tagged, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagMap } from "../tags";

const logs = (aws: Aws) => aws.client(CloudWatchLogsClient);

export const logGroup = resource({
  type: "aws:cloudwatch/logGroup:LogGroup",
  label: "CloudWatch Logs Log Group",
  cfn: "AWS::Logs::LogGroup",
  // For AWS's schema, to keep logs for ever is to say nothing.
  cfnShape: ({ RetentionInDays, ...rest }) => (RetentionInDays ? { ...rest, RetentionInDays } : rest),
  properties: {
    ...regional,
    name: text({ replace: true, autoname: { max: 255 }, cfn: "LogGroupName" }),
    retentionInDays: number({ default: 0 }),
    kmsKeyId: text(),
    logGroupClass: text({ replace: true, computed: true }),
    skipDestroy: flag({ default: false, local: true, cfn: false }),
    ...tagged,
    arn: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateLogGroupCommand({
      logGroupName: inputs.name,
      kmsKeyId: inputs.kmsKeyId,
      logGroupClass: inputs.logGroupClass as LogGroupClass | undefined,
      tags: inputs.tagsAll,
    });
    await logs(aws).send(request);
    return inputs.name as string;
  },

  async settle(aws, logGroupName, { retentionInDays }) {
    const found = await find(aws, logGroupName);
    if ((found?.retentionInDays ?? 0) === retentionInDays) return;
    await (retentionInDays
      ? logs(aws).send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }))
      : logs(aws).send(new DeleteRetentionPolicyCommand({ logGroupName })));
  },

  async read(aws, name) {
    const found = await find(aws, name);
    if (!found) return undefined;
    const arn = arnOf(found.arn);
    const { tags } = await logs(aws).send(new ListTagsForResourceCommand({ resourceArn: arn }));
    return {
      name,
      retentionInDays: found.retentionInDays ?? 0,
      kmsKeyId: found.kmsKeyId,
      logGroupClass: found.logGroupClass ?? "STANDARD",
      tagsAll: fromTagMap(tags),
      arn,
    };
  },

  async update(aws, logGroupName, { kmsKeyId }, { names }) {
    if (!names.has("kmsKeyId")) return;
    await (kmsKeyId
      ? logs(aws).send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }))
      : logs(aws).send(new DisassociateKmsKeyCommand({ logGroupName })));
  },

  async retag(aws, _id, { set, remove }, { arn: resourceArn }) {
    if (remove.length > 0) await logs(aws).send(new UntagResourceCommand({ resourceArn, tagKeys: remove }));
    if (Object.keys(set).length > 0) await logs(aws).send(new TagResourceCommand({ resourceArn, tags: set }));
  },

  find: (_aws, { name }) => name,

  async delete(aws, logGroupName, { skipDestroy }) {
    if (!skipDestroy) await logs(aws).send(new DeleteLogGroupCommand({ logGroupName }));
  },
});

async function find(aws: Aws, name: string) {
  const { logGroups } = await logs(aws).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  return logGroups?.find(({ logGroupName }) => logGroupName === name);
}

/** AWS ends the ARN in `:*`, for the streams in the group. */
function arnOf(arn: string | undefined): string | undefined {
  return arn?.replace(/:\*$/, "");
}
