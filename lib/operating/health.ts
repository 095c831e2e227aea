import type { Load } from "./places";
import { doorLoads } from "./shedding";
import { callLogState, type CallLogState } from "@/lib/traffic/call-log";
import { figures, type Figures, reachesDatabase } from "./figures";

export type State = "ok" | "degraded" | "failing" | "unknown";

/** How the service fares, in words; what a stranger may see. */
export type Health = {
  state: State;
  live: true;
  ready: boolean;
  database: State;
  queue: State;
  letters: State;
  webhooks: State;
  cleanup: State;
  partitions: State;
  callLog: State;
  locations: State;
  door: State;
};

/** Ages in seconds past which something is degraded: it works, but somebody should look. */
export const patience = {
  oldestJob: 5 * 60,
  oldestLetter: 15 * 60,
  latestDelivery: 5 * 60,
  lastCleanup: 50 * 60 * 60,
  callLog: 60,
  oldestInside: 60,
  oldestWaiting: 10,
} as const;

/** What there is to know at this moment, and what to think of it. */
export async function lookAround() {
  const ready = await reachesDatabase();
  const known = ready ? await figures() : null;
  const calls = callLogState();
  const doors = doorLoads();
  return { health: judge(ready, known, calls, doors), figures: known, calls, doors };
}

/**
 * Ready means that the data is reached: only then, and always then, the answer is 200. A slow queue, letters that wait or a clean-up
 * that did not run are told as degraded, since taking the server away would help none of them. So is a door that does not move,
 * where requests hold a place or wait for one for too long.
 */
export function judge(
  ready: boolean,
  known: Figures | null,
  calls: CallLogState,
  doors: Record<string, Load>,
): Health {
  const within = (age: keyof typeof patience & keyof Figures): State =>
    known ? stateOf((known[age] ?? 0) <= patience[age]) : "unknown";
  const failingFor = calls.failingSince ? (Date.now() - calls.failingSince.getTime()) / 1_000 : 0;
  const parts = {
    queue: within("oldestJob"),
    letters: within("oldestLetter"),
    webhooks: within("latestDelivery"),
    cleanup: within("lastCleanup"),
    partitions: known ? stateOf(known.partitionsReady) : ("unknown" as const),
    locations: known ? stateOf(known.strayLocations === 0) : ("unknown" as const),
    door: stateOf(Object.values(doors).every(moves)),
    callLog: stateOf(calls.lost === 0 && failingFor <= patience.callLog),
  };
  const well = Object.values(parts).every((state) => state === "ok");
  const state = ready ? stateOf(well) : "failing";
  return { state, live: true, ready, database: ready ? "ok" : "failing", ...parts };
}

const moves = ({ oldestInside, oldestWaiting }: Load): boolean =>
  oldestInside <= patience.oldestInside && oldestWaiting <= patience.oldestWaiting;

const stateOf = (well: boolean): State => (well ? "ok" : "degraded");
