import ipaddr from "ipaddr.js";

/** At most this many ranges on one key. */
export const MOST_NETWORKS = 50;

/**
 * An address range as people type it, in the one form it is kept in: `203.0.113.7` becomes `203.0.113.7/32`, and bits
 * behind the prefix are cleared. Null when it is none, or is everywhere.
 */
export function networkOf(text: string): string | null {
  const typed = text.trim();
  const [address = "", bits, ...rest] = typed.split("/");
  if (rest.length > 0 || address.includes("%")) return null;
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return null;
  if (bits !== undefined && !/^(0|[1-9]\d{0,2})$/.test(bits)) return null;
  const parsed = ipaddr.parse(address);
  const most = parsed.kind() === "ipv4" ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  if (length > most || length === 0) return null;
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) {
    return length < 97 ? null : networkOf(`${parsed.toIPv4Address()}/${length - 96}`);
  }
  const kind = parsed instanceof ipaddr.IPv6 ? ipaddr.IPv6 : ipaddr.IPv4;
  return `${kind.networkAddressFromCIDR(`${parsed.toString()}/${length}`).toString()}/${length}`;
}

/** Whether an address lies in one of the ranges; an unknown address lies in none. */
export function inNetworks(networks: readonly string[], address: string | null): boolean {
  if (!address || !ipaddr.isValid(address)) return false;
  const known = ipaddr.process(address);
  return networks.some((network) => {
    const [range, bits] = ipaddr.parseCIDR(network);
    return range.kind() === known.kind() && known.match(range, bits);
  });
}
