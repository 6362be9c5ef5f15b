import { EKSClient, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-eks";
import type { TagChange } from "../entry";
import type { Aws } from "../session";

export const eks = (aws: Aws) => aws.client(EKSClient);

export async function retagArn(
  aws: Aws,
  resourceArn: string | undefined,
  { set, remove }: TagChange,
): Promise<void> {
  if (remove.length > 0) await eks(aws).send(new UntagResourceCommand({ resourceArn, tagKeys: remove }));
  if (Object.keys(set).length > 0) await eks(aws).send(new TagResourceCommand({ resourceArn, tags: set }));
}

/**
 * The parts of an id.
 *
 * @throws Error that says how such an id is written, e.g. `<cluster>:<node group>`
 */
export function partsOf(id: string, separator: string, form: string): [string, string, string] {
  const parts = id.split(separator);
  if (parts.length !== form.split(separator).length || parts.some((part) => part === "")) {
    throw new Error(`'${id}' is no such id, which is ${form}`);
  }
  const [first = "", second = "", third = ""] = parts;
  return [first, second, third];
}
