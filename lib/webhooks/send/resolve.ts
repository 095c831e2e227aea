import { isIP } from "node:net";

import { lookUp } from "@/lib/egress/look-up";
import { type Destination, type Guard, insistOnAddress } from "./destination";
import { RefusedUrl } from "./refused-url";

/** All addresses of a name. Handed in, so that a test can answer for the DNS. */
export type Resolve = (host: string) => Promise<string[]>;

export const resolveName: Resolve = lookUp;

/**
 * The addresses a destination may be reached at, checked. One that is not allowed among many refuses them all: whoever
 * controls the name decides which one is asked. What was checked here is what is connected to, so that a name that
 * changes its mind in between gains nothing (DNS rebinding).
 */
export async function addressesOf(
  destination: Destination,
  guard: Guard,
  resolve: Resolve,
): Promise<string[]> {
  const addresses = isIP(destination.host)
    ? [destination.host]
    : await resolve(destination.host).catch((error: NodeJS.ErrnoException) => {
        throw error.code === "ENOTFOUND" ? new RefusedUrl("unknown_name") : error;
      });
  if (!addresses.length) throw new RefusedUrl("unknown_name");
  for (const address of addresses) insistOnAddress(destination, address, guard);
  return addresses;
}
