import { minute, second } from "@/lib/clock";
import { readEnv } from "@/lib/env";
import { log } from "@/lib/log";
import { shared } from "@/lib/runtime";
import { countHit } from "./limits";

/** Calls of the API that are let through in a minute, by what they have in common; `name` is what the answers call it. */
export const apiLimits = {
  "calls with a key or token": { name: "key", free: 600 },
  "changes with a key or token": { name: "changes", free: 60 },
  "calls from our own pages": { name: "session", free: 1_200 },
  "changes from our own pages": { name: "session-changes", free: 240 },
  "calls of an account": { name: "account", free: 3_000 },
  "calls from an address block": { name: "address", free: 1_200 },
} as const satisfies Record<string, { name: string; free: number }>;

export type ApiLimit = keyof typeof apiLimits;

/** How one call stands with one limit, as the process that answers it knows. */
export type Standing = {
  limit: ApiLimit;
  ok: boolean;
  /** how many the window lets through in all, and how many of them are left */
  quota: number;
  left: number;
  /** whole seconds until the window ends */
  resets: number;
};

const WINDOW = minute;
const PORTIONS = 20;
const MOST_LEASES = 20_000;

/** What a process holds of a window: so many more calls, until it ends on the process's own clock. */
type Lease = {
  rest: number;
  untaken: number;
  endsAt: number;
  taking: Promise<void> | null;
};

const leases = () => shared("api-leases", () => new Map<string, Lease>());

/**
 * Counts one call before it is answered. The process takes a portion of the window from PostgreSQL in one statement and
 * spends it in memory, so a read does not cost a write, and all processes together never let through more than the limit. What a
 * process took and did not spend is lost when the window ends; that is the price.
 */
export async function spend(limit: ApiLimit, what: string): Promise<Standing> {
  const share = shareOf(limit);
  const lease = leaseOf(`${limit}:${what}`);
  for (;;) {
    const left = lease.endsAt - performance.now();
    if (left > 0 && (lease.rest > 0 || lease.untaken === 0)) {
      const ok = lease.rest > 0;
      if (ok) lease.rest -= 1;
      return {
        limit,
        ok,
        quota: share.quota,
        left: lease.rest + lease.untaken,
        resets: Math.max(1, Math.ceil(left / second)),
      };
    }
    lease.taking ??= take(lease, limit, what, share).finally(() => (lease.taking = null));
    await lease.taking;
  }
}

type Share = { quota: number; portion: number };

/** The window as portions of equal size; small limits have fewer. */
function shareOf(limit: ApiLimit): Share {
  const scale = shared("api-scale", () => {
    const { apiCalls } = readEnv(process.env);
    return apiCalls / apiLimits["calls with a key or token"].free;
  });
  const free = Math.floor(apiLimits[limit].free * scale);
  const portion = Math.max(1, Math.floor(free / PORTIONS));
  return { quota: free - (free % portion), portion };
}

/** Where nothing can be counted every call is let through for a second: it will fail by itself, or need no database. */
async function take(lease: Lease, limit: ApiLimit, what: string, share: Share): Promise<void> {
  // By the clock before the question, so that no process goes on spending when the window has ended for the others.
  const asked = performance.now();
  try {
    const { hits, left } = await countHit(`api:${limit}`, what, WINDOW);
    const taken = hits * share.portion;
    lease.rest = taken <= share.quota ? share.portion : 0;
    lease.untaken = Math.max(0, share.quota - taken);
    lease.endsAt = asked + left * second;
  } catch (error) {
    log.warn({ err: error }, "calls cannot be counted");
    lease.rest = share.quota;
    lease.untaken = share.quota;
    lease.endsAt = performance.now() + second;
  }
}

function leaseOf(key: string): Lease {
  const known = leases().get(key);
  if (known) return known;
  if (leases().size >= MOST_LEASES) forgetSome();
  const lease = { rest: 0, untaken: 1, endsAt: 0, taking: null };
  leases().set(key, lease);
  return lease;
}

/** What has ended, and otherwise the oldest: what it still held is lost, so nothing is let through twice. */
function forgetSome(): void {
  const now = performance.now();
  for (const [key, { endsAt, taking }] of leases())
    if (endsAt < now && !taking) leases().delete(key);
  for (const key of leases().keys()) {
    if (leases().size < MOST_LEASES) return;
    leases().delete(key);
  }
}
