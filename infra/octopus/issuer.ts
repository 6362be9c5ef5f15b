import { BlockList, isIP, isIPv6 } from "node:net";

/** Addresses that the internet does not reach. */
const privateAddresses = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  privateAddresses.addSubnet(net, prefix, "ipv4");
}
privateAddresses.addAddress("::", "ipv6");
privateAddresses.addAddress("::1", "ipv6");
privateAddresses.addSubnet("fc00::", 7, "ipv6");
privateAddresses.addSubnet("fe80::", 10, "ipv6");

/** Endings of names that no public resolver answers. */
const privateNames =
  /(^|\.)(internal|local|localhost|localdomain|lan|intranet|corp|home|svc|home\.arpa|test|invalid)$/;

/**
 * The host of a server as a URL has it: in lower case, without a port, addresses in their usual form.
 *
 * @returns undefined for what is no URL
 */
export function hostOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  return host === "" ? undefined : host;
}

/** Whether a host is this machine itself. */
export function isLoopback(host: string): boolean {
  return /(^|\.)localhost$/.test(host) || /^127\./.test(host) || host === "::1" || /^::ffff:7f/.test(host);
}

/**
 * Whether a host is one that AWS cannot reach over the internet, as far as its name tells: a private or loopback
 * address, a name without a dot, or one that ends as private names do.
 *
 * @param host in lower case, e.g. `octopus.internal` or `10.0.0.7`
 */
export function isPrivateHost(host: string): boolean {
  if (isIP(host) !== 0) return privateAddresses.check(host, isIPv6(host) ? "ipv6" : "ipv4");
  return !host.includes(".") || privateNames.test(host);
}

/**
 * The host of an OIDC issuer, which IAM calls the provider by. Octopus's discovery document stands at the root, so that
 * an issuer has neither path nor port.
 *
 * @param issuer a URL or the host alone, e.g. `https://octopus.example.com`
 * @returns undefined for what is no issuer
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export function issuerHost(issuer: string): string | undefined {
  const url = /^[a-z]+:\/\//i.test(issuer) ? issuer : `https://${issuer}`;
  if (!URL.canParse(url)) return undefined;
  const { protocol, port, pathname, search, hash, username, password } = new URL(url);
  if (protocol !== "https:" || port !== "" || pathname !== "/") return undefined;
  return search + hash + username + password === "" ? hostOf(url) : undefined;
}
