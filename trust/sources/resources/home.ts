import { accountOf, isAccountId } from "../../documents/arn";
import { unknown, type Unknown } from "../../truth";

import { fromJson, isFields, items, settled, text, type Fields, type PlainResource } from "./plain";

/** Where a resource is. */
export interface Home {
  /** An account's id, or words in its place: resources of one provider have the same words. */
  readonly account: string;
  readonly partition: string;
  readonly region: string | Unknown;
}

/**
 * Where a resource is: as its ARN says where it is known, as the caller says, or as its provider is pinned to one
 * account by `allowedAccountIds` or by the last role that it assumes.
 */
export function homeOf(resource: PlainResource): Home {
  const { urn, props, provider, account } = resource;
  const arn = text(settled(props.arn));
  const settings = settingsOf(resource);
  const roleArn = assumedRole(settings);
  const region = text(settled(props.region)) ?? text(settings.region) ?? unknown;
  const own = typeof arn === "string" ? accountOf(arn) : "";
  return {
    account:
      [own, account ?? ""].find(isAccountId) ??
      providerAccount(settings, roleArn) ??
      `the account of ${provider?.urn ?? `the provider of ${urn}`}`,
    partition: partitionOf([arn, roleArn], region),
    region,
  };
}

/** The settings of a resource's provider. */
export function settingsOf({ provider }: PlainResource): Fields {
  const settings = settled(provider?.props);
  return isFields(settings) ? settings : {};
}

/** ARN of the role that a provider works as, when it assumes one or several in turn. */
export function assumedRole(settings: Fields): string | undefined | Unknown {
  const chain = fromJson(settings.assumeRoles ?? settings.assumeRole);
  const last = Array.isArray(chain) ? (chain as unknown[]).at(-1) : chain;
  return isFields(last) ? text(last.roleArn) : last === undefined ? undefined : unknown;
}

function providerAccount(settings: Fields, roleArn: string | undefined | Unknown): string | undefined {
  const allowed = items(fromJson(settings.allowedAccountIds));
  const listed = Array.isArray(allowed) && allowed.length === 1 ? text(allowed[0]) : undefined;
  const found = [listed, typeof roleArn === "string" ? accountOf(roleArn) : undefined];
  const known = new Set(found.filter((id): id is string => typeof id === "string" && isAccountId(id)));
  // A provider whose role is in an account that it does not allow works nowhere: which one is wrong is not known.
  return known.size === 1 ? [...known][0] : undefined;
}

/** Beginnings of a region's name in the partitions beside `aws`. */
const partitions: readonly (readonly [prefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

function partitionOf(arns: readonly unknown[], region: string | Unknown): string {
  const named = arns.flatMap((arn) => (typeof arn === "string" ? (arn.split(":")[1] ?? []) : []));
  const byRegion =
    region === unknown ? undefined : partitions.find(([prefix]) => region.startsWith(prefix))?.[1];
  return named[0] ?? byRegion ?? "aws";
}
