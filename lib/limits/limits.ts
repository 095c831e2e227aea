import { createHmac } from "node:crypto";

import { type Database, inTransaction } from "@/lib/db/connection";
import { minute, hour, second } from "@/lib/clock";
import { Failure } from "@/lib/gate/failure";
import type { SameEmail } from "@/lib/shapes/email";
import { installationKey } from "@/lib/vault/keyring";

/**
 * What is counted, how many are free in a window, and how long the window is. Counters stand in PostgreSQL under
 * an HMAC of what is counted; when they cannot be written, nobody signs in (ASVS V6.3.1).
 */
export const limits = {
  "sign-in from an address block": { free: 20, window: 15 * minute },
  "sign-in anywhere": { free: 1_000, window: 5 * minute },
  "reset for a person": { free: 3, window: hour },
  "reset from an address block": { free: 5, window: 15 * minute },
  "link from an address block": { free: 30, window: 10 * minute },
  "wrong key from an address block": { free: 20, window: 15 * minute },
  "exposed calls from an address block": { free: 60, window: minute },
  "invitations of a user": { free: 200, window: hour },
  "invitation of an address": { free: 3, window: 24 * hour },
  "webhook addresses of an account": { free: 120, window: 10 * minute },
  "webhook tests of an account": { free: 60, window: 10 * minute },
  "webhook replays of an account": { free: 120, window: hour },
  "take-out archives of an account": { free: 20, window: 24 * hour },
  "copies of a person's data": { free: 20, window: 24 * hour },
  "erasure requests of a person": { free: 5, window: 24 * hour },
  "password confirmation": { free: 5, window: 15 * minute },
} as const satisfies Record<string, { free: number; window: number }>;

export type Limit = keyof typeof limits;

/** Consecutive failures of one login: five are free, then each waits twice as long, and a hundred end it. */
export const FREE_FAILURES = 5;
export const LONGEST_WAIT = 15 * minute;
export const MOST_FAILURES = 100;

/**
 * Counts before it checks, so that parallel tries count too.
 * @returns whether this one is still within the limit, and when the window ends
 */
export async function within(
  limit: Limit,
  what: string,
): Promise<{ ok: boolean; retryAfter: number }> {
  const { free, window } = limits[limit];
  const { hits, left } = await countHit(limit, what, window);
  return { ok: hits <= free, retryAfter: Math.max(1, Math.ceil(left)) };
}

/** Counts one more in the window under way, in one statement; `left` are the seconds until it ends. */
export function countHit(
  bucket: string,
  what: string,
  window: number,
): Promise<{ hits: number; left: number }> {
  return inTransaction(async (db) => {
    const { rows } = await db.$client.query<{ hits: number; left: number }>({
      name: "count_hit",
      text: `insert into limits as l (key, hits, ends_at) values ($1, 1, now() + $2 * interval '1 millisecond')
        on conflict (key) do update set last_at = now(),
          hits = case when l.ends_at <= now() then 1 else l.hits + 1 end,
          ends_at = case when l.ends_at <= now() then excluded.ends_at else l.ends_at end
        returning hits, extract(epoch from ends_at - now())::float as left`,
      values: [await keyOf(db, bucket, what), window],
    });
    return rows[0]!;
  });
}

/** Refuses with `too_many` past the limit. */
export async function insist(limit: Limit, what: string): Promise<void> {
  const { ok, retryAfter } = await within(limit, what);
  if (!ok) throw new Failure("too_many", { retryAfter });
}

/** Takes back what `within` counted, for a try that turned out well. */
export async function giveBack(limit: Limit, what: string): Promise<void> {
  await inTransaction(async (db) =>
    db.$client.query("update limits set hits = hits - 1 where key = $1 and hits > 0", [
      await keyOf(db, limit, what),
    ]),
  );
}

/**
 * Counts a try of a login before its password is looked at, and refuses while its waiting time runs. Known and
 * unknown addresses are treated alike.
 * @returns whether the password may be looked at: false for good after a hundred failures in a row, until a reset
 */
export async function countTry(login: SameEmail, device: string | null): Promise<boolean> {
  const { hits, allowed, left } = await inTransaction(async (db) => {
    const { rows } = await db.$client.query<{ hits: number; allowed: boolean; left: number }>({
      name: "count_try",
      text: `insert into limits as l (key, hits, ends_at) values ($1, 1, now())
        on conflict (key) do update set
          hits = l.hits + (l.ends_at <= now())::int,
          last_at = case when l.ends_at > now() then l.last_at else now() end,
          ends_at = case when l.ends_at > now() then l.ends_at
            when l.hits + 1 < $2 then now()
            else now() + least(power(2, least(l.hits + 1 - $2, 20)), $3) * interval '1 second' end
        returning hits, last_at = now() as allowed, extract(epoch from ends_at - now())::float as left`,
      values: [
        await keyOf(db, "login", loginOf(login, device)),
        FREE_FAILURES,
        LONGEST_WAIT / second,
      ],
    });
    return rows[0]!;
  });
  if (!allowed) throw new Failure("too_many", { retryAfter: Math.max(1, Math.ceil(left)) });
  return hits <= MOST_FAILURES;
}

/** The password was right, or was set anew: the count of failures starts over. */
export async function forgetTries(
  db: Database,
  login: SameEmail,
  device: string | null = null,
): Promise<void> {
  const key = await keyOf(db, "login", loginOf(login, device));
  await db.$client.query("delete from limits where key = $1", [key]);
}

/** A browser that is known has a count of its own. */
const loginOf = (login: SameEmail, device: string | null) =>
  device ? `${login} ${device}` : login;

/** IPv4 addresses as they are, IPv6 by /64: one household, one counter. */
export function addressBlock(ip: string | null): string {
  if (!ip) return "unknown";
  if (!ip.includes(":")) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped) return mapped[1]!;
  const [head = "", tail = ""] = ip.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const full = ip.includes("::")
    ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right]
    : left;
  return `${full.slice(0, 4).join(":")}::/64`;
}

/** Where something is counted: nobody who reads the table learns what. */
export async function keyOf(db: Database, bucket: string, what: string): Promise<Buffer> {
  const [newest] = await installationKey(db, "limiter");
  return createHmac("sha256", newest!.key).update(`${bucket}:${what}`).digest();
}
