import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { second } from "@/lib/clock";
import type { Reachable } from "./context";

/** How long one address may take to answer, before the next is tried. */
const PATIENCE = 10 * second;
/** More addresses than these are not tried for one errand. */
const MOST_ADDRESSES = 4;

/** None of a place's addresses took a connection. `tried` says which ones, and why each did not. */
export class Unreached extends Error {
  constructor(
    place: Reachable,
    readonly tried: readonly { address: string; code: string }[],
  ) {
    const list = tried.map(({ address, code }) => `${address} (${code})`).join(", ");
    super(`No connection to ${place.host}, port ${place.port}: tried ${list}.`);
  }

  /** why the last address did not answer */
  get code(): string {
    return this.tried.at(-1)?.code ?? "EHOSTUNREACH";
  }
}

/**
 * A connection to the first address of a place that answers, in their order.
 *
 * @throws Unreached when none does
 */
export async function connectTo(place: Reachable): Promise<Socket> {
  const tried: { address: string; code: string }[] = [];
  for (const address of place.addresses.slice(0, MOST_ADDRESSES)) {
    const socket = connect({ host: address, port: place.port });
    try {
      await once(socket, "connect", { signal: AbortSignal.timeout(PATIENCE) });
      return socket;
    } catch (error) {
      socket.on("error", () => {}).destroy();
      const { name, code } = error as NodeJS.ErrnoException;
      tried.push({ address, code: name === "AbortError" ? "ETIMEDOUT" : (code ?? "ECONNECTION") });
    }
  }
  throw new Unreached(place, tried);
}
