import type { EncryptionConfig, VpcConfigRequest } from "@aws-sdk/client-eks";

import type { Call } from "../front/call";
import type { Sandbox } from "../sandbox";
import { invalid } from "./state";

/** Kubernetes versions that EKS offers, oldest first; a cluster gets the last unless it asks for one. Read 2026-10. */
const versions = ["1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35"];

export function checkName(name: string | undefined): string {
  if (name !== undefined && /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(name)) return name;
  throw invalid(
    `The cluster name ${name ?? ""} does not match [0-9A-Za-z][A-Za-z0-9-_]* or is longer than 100.`,
  );
}

export function checkVersion(version: string | undefined): string {
  const [newest = ""] = versions.slice(-1);
  if (version === undefined) return newest;
  if (!versions.includes(version)) throw invalid(`unsupported Kubernetes version ${version}`);
  return version;
}

/** A cluster goes up one minor version at a time, and never down. */
export function checkUpgrade(from: string, to: string | undefined): string {
  const step = versions.indexOf(checkVersion(to)) - versions.indexOf(from);
  if (to !== undefined && step === 1) return to;
  throw invalid(
    step === 0
      ? `The cluster already has version ${from}`
      : `Unsupported Kubernetes minor version update from ${from} to ${to ?? ""}`,
  );
}

export function checkEndpoints({
  endpointPublicAccess,
  endpointPrivateAccess,
  publicAccessCidrs,
}: VpcConfigRequest): void {
  const isPublic = endpointPublicAccess ?? true;
  if (!isPublic && !endpointPrivateAccess)
    throw invalid("Private and public endpoint access cannot be false");
  if (!isPublic && publicAccessCidrs?.length) {
    throw invalid("The publicAccessCidrs cannot be specified when the public endpoint is disabled");
  }
  for (const cidr of publicAccessCidrs ?? []) {
    if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(cidr))
      throw invalid(`The following CIDRs are invalid: ${cidr}`);
  }
}

export async function checkEncryption(
  configs: readonly EncryptionConfig[] | undefined,
  { account, region }: Call,
  { facts }: Sandbox,
): Promise<void> {
  for (const { resources, provider } of configs ?? []) {
    if (resources?.length !== 1 || resources[0] !== "secrets") {
      throw invalid("The only supported resource of an encryption config is secrets");
    }
    const arn = provider?.keyArn ?? "";
    if (!/^arn:[^:]+:kms:[^:]+:\d{12}:key\/.+$/.test(arn)) throw invalid(`The key ARN ${arn} is invalid`);
    const [, , , keyRegion, keyAccount] = arn.split(":");
    // A key of another account is that account's to know.
    const known = keyAccount !== account || (await facts.keyExists(account, region, arn));
    if (keyRegion !== region || !known) throw invalid(`The key ${arn} does not exist in ${region}`);
  }
}
