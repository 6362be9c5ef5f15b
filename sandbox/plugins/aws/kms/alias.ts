import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  paginateListAliases,
  UpdateAliasCommand,
  type AliasListEntry,
} from "@aws-sdk/client-kms";
import { outputText, regional, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { kms } from "./shared";

const keyIdOf = (idOrArn: string) => idOrArn.replace(/^arn:.*:key\//, "");

export const alias = resource({
  type: "aws:kms/alias:Alias",
  label: "KMS Alias",
  cfn: "AWS::KMS::Alias",
  properties: {
    ...regional,
    name: text({ replace: true, autoname: { max: 238, prefix: "alias/" }, cfn: "AliasName" }),
    targetKeyId: text({ required: true, same: (one, other) => keyIdOf(one) === keyIdOf(other) }),
    arn: outputText,
    targetKeyArn: outputText,
  },

  async create(aws, { name: AliasName, targetKeyId: TargetKeyId }) {
    await kms(aws).send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    return AliasName as string;
  },

  async read(aws, name) {
    const found = await find(aws, name);
    if (!found) return undefined;
    const { KeyMetadata } = await kms(aws).send(new DescribeKeyCommand({ KeyId: found.TargetKeyId }));
    return { name, targetKeyId: found.TargetKeyId, arn: found.AliasArn, targetKeyArn: KeyMetadata?.Arn };
  },

  async update(aws, AliasName, { targetKeyId: TargetKeyId }) {
    await kms(aws).send(new UpdateAliasCommand({ AliasName, TargetKeyId }));
  },

  find: (_aws, { name }) => name,

  async delete(aws, AliasName) {
    await kms(aws).send(new DeleteAliasCommand({ AliasName }));
  },
});

/** KMS does not look up a single alias. */
async function find(aws: Aws, name: string): Promise<AliasListEntry | undefined> {
  for await (const { Aliases = [] } of paginateListAliases({ client: kms(aws) }, {})) {
    const found = Aliases.find(({ AliasName }) => AliasName === name);
    if (found) return found;
  }
  return undefined;
}
