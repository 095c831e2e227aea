import { isIP } from "node:net";

import { isLoopback } from "@/lib/env";
import { shared } from "@/lib/runtime";
import { errandAtHand, type Place } from "./context";

/** Services on this machine that we started ourselves. */
const started = () => shared("egress-started", () => new Map<string, Place>());

/** Lets connections through to a service that this installation has started. */
export const letThrough = (place: Place) =>
  void started().set(`${place.host}:${place.port}`, place);

/** Whether a connection may go somewhere at this moment: to an address of the errand at hand, or to what belongs to us. */
export const mayConnect = (to: Place): boolean =>
  [...errandAddresses(), ...databases(), ...started().values()].some((place) => isSame(place, to));

/** The addresses that a connection by name on the errand at hand must use; null where the name is none of the errand. */
export const addressesOnErrand = (to: Place): readonly string[] | null =>
  errandAtHand()?.to.find((place) => isSame(place, to) && !isIpAddress(to.host))?.addresses ?? null;

const errandAddresses = (): Place[] =>
  (errandAtHand()?.to ?? []).flatMap(({ addresses, port }) =>
    addresses.map((host) => ({ host, port })),
  );

const isSame = (one: Place, other: Place) =>
  bare(one.host) === bare(other.host) && one.port === other.port;

/** Whether somebody may be asked for a name at this moment; this machine's own need no asking. */
export function mayLookUp(name: unknown): boolean {
  if (typeof name !== "string" || !name || isIpAddress(name) || isLoopback(name)) return true;
  return [...(errandAtHand()?.to ?? []), ...databases(), ...ours()].some(
    ({ host }) => bare(host) === bare(name),
  );
}

/** Where a PostgreSQL of ours may be named: the one with the data, and the one with the keys. */
const named = [
  "DATABASE_URL",
  "CASTELLAN_APP_DATABASE_URL",
  "CASTELLAN_KEY_STORE",
  "CASTELLAN_KEY_STORE_BEFORE",
];

/** Every PostgreSQL that is configured, as its address in the environment has it. */
const databases = (): Place[] =>
  named.flatMap((name) => {
    const address = process.env[name];
    if (!address || !URL.canParse(address)) return [];
    const { hostname, port, searchParams } = new URL(address);
    return {
      host: searchParams.get("host") ?? (decodeURIComponent(hostname) || "localhost"),
      port: Number(searchParams.get("port") ?? port) || 5432,
    };
  });

/** What this process itself listens at may be a name. */
const ours = (): Place[] => (process.env.HOST ? [{ host: process.env.HOST, port: 0 }] : []);

/** Whether a host is written as an address and not as a name. */
export const isIpAddress = (host: string): boolean => isIP(bare(host)) !== 0;

/** `[::1]` as `::1` */
const bare = (host: string) => host.replace(/^\[|\]$/g, "").toLowerCase();
