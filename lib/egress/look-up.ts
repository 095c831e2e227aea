import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import { second } from "@/lib/clock";
import { onErrand, type Place, type Reachable } from "./context";
import { pack } from "./pack";

/** How long a name server may take. */
const PATIENCE = 10 * second;

/** A name that no address was found for. `code` is the resolver's, or `ETIMEOUT`. */
export class Unresolved extends Error {
  constructor(
    readonly host: string,
    readonly code: string,
  ) {
    super(`No address was found for ${host} (${code}).`);
  }
}

/** All addresses of a name, from the resolver of this machine, in its order. */
export async function lookUp(name: string): Promise<string[]> {
  const { processor, purpose, payload } = pack({
    ...{ processor: "names", purpose: "look_up" },
    payload: { host: name },
  });
  const to = [{ host: payload.host, port: 0, addresses: [] }];
  const found = await onErrand({ processor, purpose, to }, () =>
    lookup(payload.host, { all: true, verbatim: true }),
  );
  return [...new Set(found.map(({ address }) => address))];
}

/** A place with every address it can be reached at; one that is an address already needs no look-up. */
export async function reachable({ host, port }: Place): Promise<Reachable> {
  if (isIP(host)) return { host, port, addresses: [host] };
  const waiting = new AbortController();
  try {
    const addresses = await Promise.race([
      lookUp(host),
      pause(PATIENCE, null, { signal: waiting.signal }),
    ]);
    if (!addresses?.length) throw new Unresolved(host, addresses ? "ENODATA" : "ETIMEOUT");
    return { host, port, addresses };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw error instanceof Unresolved || !code ? error : new Unresolved(host, code);
  } finally {
    waiting.abort();
  }
}
