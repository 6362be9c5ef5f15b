import { Netmask } from "netmask";

/** A block of IPv4 addresses, e.g. `10.40.0.0/16`, as AWS takes it: its first address and a prefix length. */
export function parseCidr(text: string): Netmask | undefined {
  try {
    const block = new Netmask(text);
    return `${block.base}/${block.bitmask}` === text ? block : undefined;
  } catch {
    return undefined;
  }
}

/** Whether two blocks share an address. */
export function overlap(one: Netmask, other: Netmask): boolean {
  return one.contains(other) || other.contains(one);
}

/**
 * The blocks of a VPC's subnets: it is cut into 16, the first half for private subnets and the second for public
 * ones, so that a zone more or a NAT gateway later moves no subnet.
 *
 * @param cidr of the VPC, e.g. `10.40.0.0/16`
 * @param zone 0 to 5
 * @returns e.g. `10.40.16.0/20`
 */
export function subnetCidr(cidr: string, kind: "private" | "public", zone: number): string {
  const vpc = new Netmask(cidr);
  const first = new Netmask(`${vpc.base}/${vpc.bitmask + 4}`);
  return first.next(kind === "private" ? zone : zone + 8).toString();
}
