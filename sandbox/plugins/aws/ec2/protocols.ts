// IANA's numbers of the protocols that AWS also knows by name.
const numbers: Readonly<Record<string, string>> = {
  "6": "tcp",
  "17": "udp",
  "1": "icmp",
  "58": "icmpv6",
  all: "-1",
};

/** AWS's own word for a protocol that is written as a number, in capitals or as `all`. */
export function protocolName(protocol: string): string {
  const lower = protocol.toLowerCase();
  return numbers[lower] ?? lower;
}

export const sameProtocol = (one: string, other: string) => protocolName(one) === protocolName(other);
