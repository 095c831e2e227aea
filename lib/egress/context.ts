import { AsyncLocalStorage } from "node:async_hooks";

import { shared } from "@/lib/runtime";

/** A host, by its name or by its address, and a port of it. */
export type Place = { host: string; port: number };

/** A place with the addresses its name was resolved to, once, for one errand. */
export type Reachable = Place & { addresses: readonly string[] };

/** What is being handed over at this moment, and where connections may go for it. */
export type Errand = { processor: string; purpose: string; to: readonly Reachable[] };

const errands = () => shared("egress", () => new AsyncLocalStorage<Errand>());

/** Does some work that may connect to the places of an errand, and nowhere else. */
export const onErrand = <T>(errand: Errand, work: () => T): T => errands().run(errand, work);

/** The errand at hand, where there is one. */
export const errandAtHand = (): Errand | undefined => errands().getStore();
