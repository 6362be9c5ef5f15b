import {
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListResourceTagsCommand,
  paginateListKeys,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyDescriptionCommand,
  type KeySpec,
  type KeyUsageType,
  type Tag,
} from "@aws-sdk/client-kms";
import { flag, number, outputText, policy, regional, tagged, text } from "../../table/property";
import { resource } from "../entry";
import { fromTagList, tagChange, toTagList } from "../tags";
import { kms } from "./shared";

/** KMS has its own names for the two parts of a tag. */
const toTags = (tags: Record<string, string> | undefined): Tag[] =>
  toTagList(tags).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
const fromTags = (tags: Tag[] = []) =>
  fromTagList(tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })));

export const key = resource({
  type: "aws:kms/key:Key",
  label: "KMS Key",
  cfn: "AWS::KMS::Key",
  properties: {
    ...regional,
    description: text({ computed: true }),
    policy: policy({ computed: true, cfn: "KeyPolicy" }),
    enableKeyRotation: flag({ default: false }),
    rotationPeriodInDays: number({ computed: true }),
    isEnabled: flag({ default: true, cfn: "Enabled" }),
    keyUsage: text({ replace: true, default: "ENCRYPT_DECRYPT" }),
    customerMasterKeySpec: text({ replace: true, default: "SYMMETRIC_DEFAULT", cfn: "KeySpec" }),
    multiRegion: flag({ replace: true, computed: true }),
    deletionWindowInDays: number({ local: true, cfn: "PendingWindowInDays" }),
    bypassPolicyLockoutSafetyCheck: flag({ default: false, local: true }),
    ...tagged,
    arn: outputText,
    keyId: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateKeyCommand({
      Description: inputs.description,
      Policy: inputs.policy,
      KeyUsage: inputs.keyUsage as KeyUsageType,
      KeySpec: inputs.customerMasterKeySpec as KeySpec,
      MultiRegion: inputs.multiRegion,
      BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
      Tags: toTags(inputs.tagsAll),
    });
    const { KeyMetadata } = await kms(aws).send(request);
    return KeyMetadata?.KeyId as string;
  },

  async settle(aws, KeyId, inputs) {
    const { KeyMetadata } = await kms(aws).send(new DescribeKeyCommand({ KeyId }));
    if (inputs.isEnabled && !KeyMetadata?.Enabled) await kms(aws).send(new EnableKeyCommand({ KeyId }));
    const rotation = await kms(aws).send(new GetKeyRotationStatusCommand({ KeyId }));
    const period = inputs.rotationPeriodInDays ?? rotation.RotationPeriodInDays;
    if (
      inputs.enableKeyRotation &&
      (!rotation.KeyRotationEnabled || period !== rotation.RotationPeriodInDays)
    ) {
      const request = { KeyId, RotationPeriodInDays: inputs.rotationPeriodInDays };
      await kms(aws).send(new EnableKeyRotationCommand(request));
    }
    if (inputs.enableKeyRotation === false && rotation.KeyRotationEnabled) {
      await kms(aws).send(new DisableKeyRotationCommand({ KeyId }));
    }
    // The other way round AWS would refuse the rotation of a disabled key.
    if (inputs.isEnabled === false && KeyMetadata?.Enabled)
      await kms(aws).send(new DisableKeyCommand({ KeyId }));
  },

  async read(aws, KeyId) {
    const { KeyMetadata: found } = await kms(aws).send(new DescribeKeyCommand({ KeyId }));
    if (!found || found.KeyState === "PendingDeletion") return undefined;
    const { Policy } = await kms(aws).send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    const { Tags } = await kms(aws).send(new ListResourceTagsCommand({ KeyId }));
    const rotation = await kms(aws).send(new GetKeyRotationStatusCommand({ KeyId }));
    return {
      description: found.Description,
      policy: Policy,
      enableKeyRotation: rotation.KeyRotationEnabled,
      rotationPeriodInDays: rotation.RotationPeriodInDays,
      isEnabled: found.Enabled,
      keyUsage: found.KeyUsage,
      customerMasterKeySpec: found.KeySpec,
      multiRegion: found.MultiRegion ?? false,
      tagsAll: fromTags(Tags),
      arn: found.Arn,
      keyId: found.KeyId,
    };
  },

  async update(aws, KeyId, inputs, { names }) {
    if (names.has("description")) {
      const Description = inputs.description ?? "";
      await kms(aws).send(new UpdateKeyDescriptionCommand({ KeyId, Description }));
    }
    if (names.has("policy")) {
      const { policy: Policy, bypassPolicyLockoutSafetyCheck: BypassPolicyLockoutSafetyCheck } = inputs;
      await kms(aws).send(new PutKeyPolicyCommand({ KeyId, Policy, BypassPolicyLockoutSafetyCheck }));
    }
  },

  async retag(aws, KeyId, { set, remove }) {
    if (remove.length > 0) await kms(aws).send(new UntagResourceCommand({ KeyId, TagKeys: remove }));
    if (Object.keys(set).length > 0)
      await kms(aws).send(new TagResourceCommand({ KeyId, Tags: toTags(set) }));
  },

  async find(aws, { description, tagsAll = {} }) {
    for await (const { Keys = [] } of paginateListKeys({ client: kms(aws) }, {})) {
      for (const { KeyId } of Keys) {
        const { KeyMetadata } = await kms(aws).send(new DescribeKeyCommand({ KeyId }));
        if (KeyMetadata?.KeyState === "PendingDeletion" || KeyMetadata?.Description !== description) continue;
        const { Tags } = await kms(aws).send(new ListResourceTagsCommand({ KeyId }));
        if (!tagChange(fromTags(Tags), tagsAll)) return KeyId;
      }
    }
    return undefined;
  },

  /** A key can only be scheduled to be deleted, which counts as gone. */
  async delete(aws, KeyId, { deletionWindowInDays: PendingWindowInDays }) {
    await kms(aws).send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
  },
});
