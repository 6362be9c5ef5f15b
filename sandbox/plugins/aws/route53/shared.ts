import { randomUUID } from "node:crypto";
import {
  ListTagsForResourceCommand,
  Route53ResolverClient,
  TagResourceCommand,
  UntagResourceCommand,
  type Filter,
} from "@aws-sdk/client-route53resolver";
import type { TagChange } from "../entry";
import type { Aws } from "../session";
import { fromTagList, toTagList } from "../tags";

export const resolver = (aws: Aws) => aws.client(Route53ResolverClient);

/** What tells a repeated request from a second one; the real provider makes it up as well. */
export const creatorRequestId = (what: string) => `tf-r53-resolver-${what}-${randomUUID()}`;

export async function tagsOf(aws: Aws, ResourceArn: string | undefined): Promise<Record<string, string>> {
  const { Tags } = await resolver(aws).send(new ListTagsForResourceCommand({ ResourceArn }));
  return fromTagList(Tags);
}

export async function retagArn(
  aws: Aws,
  ResourceArn: string | undefined,
  { set, remove }: TagChange,
): Promise<void> {
  if (remove.length > 0) {
    await resolver(aws).send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
  }
  if (Object.keys(set).length > 0) {
    await resolver(aws).send(new TagResourceCommand({ ResourceArn, Tags: toTagList(set) }));
  }
}

/** Filters for what has all these values; those that are not given are left out. */
export function where(values: Record<string, string | undefined>): Filter[] {
  return Object.entries(values).flatMap(([Name, value]) =>
    value === undefined ? [] : [{ Name, Values: [value] }],
  );
}
