import ipaddr from "ipaddr.js";

/**
 * Whether an address belongs to the public internet. Everything else is refused: loopback, private, link-local,
 * carrier-grade NAT, documentation, benchmarking, multicast, broadcast, and every IPv6 form that carries an IPv4 address
 * or leads through a tunnel (mapped, compatible, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === "ipv4") return parsed.range() === "unicast";
  // Only 2000::/3 is handed out for unicast; the library calls the unassigned rest unicast too.
  const first = (parsed as ipaddr.IPv6).parts[0]!;
  return first >= 0x2000 && first <= 0x3fff && parsed.range() === "unicast";
}

/** Whether an address can only mean this machine. */
export const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";

/** Whether an address lies in a network, both in any spelling; a bare address is a network of one. */
export function isInNetwork(address: string, network: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const [base, bits] = network.includes("/")
    ? ipaddr.parseCIDR(network)
    : [ipaddr.parse(network), network.includes(":") ? 128 : 32];
  const one = ipaddr.process(address);
  return one.kind() === base.kind() && one.match(base, bits);
}
