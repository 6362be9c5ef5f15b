import {
  CreateTagsCommand,
  DeleteTagsCommand,
  EC2Client,
  type Filter,
  type ResourceType,
  type TagSpecification,
} from "@aws-sdk/client-ec2";
import type { TagChange } from "../entry";
import type { Aws } from "../session";
import { toTagList } from "../tags";

export const ec2 = (aws: Aws) => aws.client(EC2Client);

/** All objects of EC2 are tagged the same way, by their ids. */
export async function retag(aws: Aws, id: string, { set, remove }: TagChange): Promise<void> {
  if (remove.length > 0) {
    await ec2(aws).send(new DeleteTagsCommand({ Resources: [id], Tags: remove.map((Key) => ({ Key })) }));
  }
  if (Object.keys(set).length > 0) {
    await ec2(aws).send(new CreateTagsCommand({ Resources: [id], Tags: toTagList(set) }));
  }
}

/** Tags for an object that is being created; AWS refuses an empty list. */
export function tagged(
  type: ResourceType,
  tags: Record<string, string> | undefined,
): TagSpecification[] | undefined {
  const Tags = toTagList(tags);
  return Tags.length > 0 ? [{ ResourceType: type, Tags }] : undefined;
}

export function arnOf(aws: Aws, kind: string, id: string): string {
  return `arn:${aws.partition}:ec2:${aws.region}:${aws.accountId}:${kind}/${id}`;
}

/** Filters for what carries all these tags. */
export function byTags(tags: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [`tag:${key}`, value]));
}

/** The only one; with several there is no telling which is meant. */
export function only<T>(found: T[] | undefined): T | undefined {
  return found?.length === 1 ? found[0] : undefined;
}

/** AWS's filters, written as a map. */
export function where(filters: Record<string, string>): Filter[] {
  return Object.entries(filters).map(([Name, value]) => ({ Name, Values: [value] }));
}
