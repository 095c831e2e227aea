import { minute } from "@/lib/clock";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { shared } from "@/lib/runtime";

/** Why something does not leave. */
export const reasons = {
  no_contract: "nobody of that name may be told anything",
  purpose: "that is no purpose of the contract",
  field: "the contract does not name what was to be told",
  place: "no contract leads there",
  not_in_effect: "what was announced about them is not in effect at this moment",
  not_announced: "the register of processors has nobody there, so it has to be announced first",
} as const;
export type Reason = keyof typeof reasons;

export type Blocked = {
  reason: Reason;
  /** who was to be told, or the place that was to be reached */
  whom: string;
  /** the field or the purpose that was too much */
  what?: string;
};

/** Something was about to leave that may not. The message is for whoever reads the log of the machine. */
export class EgressBlocked extends Error {
  constructor({ reason, whom, what }: Blocked) {
    super(
      `Nothing was sent to ${whom}${what ? ` (${what})` : ""}: ${reasons[reason]}. What may leave stands in lib/egress/processors.ts.`,
    );
  }
}

type Alarms = {
  /** when each kind of alarm was last told, and how often it was raised since */
  told: Map<string, { at: number; since: number }>;
  tell: (blocked: Blocked, times: number) => Promise<unknown>;
};

const alarms = () =>
  shared<Alarms>("egress-alarms", () => ({ told: new Map(), tell: async () => {} }));

const QUIET = minute;
const MOST_KINDS = 200;

/** Hands alarms on to where the staff see them; before, they stand in the technical log and the metrics alone. */
export function onBlocked(tell: Alarms["tell"]): void {
  alarms().tell = tell;
}

/**
 * Raises the alarm about something that was to leave, and makes the error to throw. All are counted; of one kind one in a
 * minute is told, with how many there were, so that a loop floods nobody.
 */
export function blocked(blocked: Blocked, now = Date.now()): EgressBlocked {
  const { told, tell } = alarms();
  metrics().blocked.inc({ reason: blocked.reason });
  const kind = `${blocked.reason} ${blocked.whom}`;
  const before = told.get(kind);
  if (before && now - before.at < QUIET) {
    before.since += 1;
    return new EgressBlocked(blocked);
  }
  if (told.size >= MOST_KINDS) told.clear();
  told.set(kind, { at: now, since: 0 });
  const times = 1 + (before?.since ?? 0);
  log.error({ ...blocked, times }, "something was kept from leaving");
  tell(blocked, times).catch((error: unknown) =>
    log.error({ err: error }, "the staff could not be told of what was kept from leaving"),
  );
  return new EgressBlocked(blocked);
}
