import pg from "pg";

import { second } from "@/lib/clock";
import { daily } from "@/lib/db/partitions";
import { readEnv } from "@/lib/env";
import type { LocationView } from "@/lib/locations/location";
import { straysIn } from "@/lib/locations/strays";
import { log } from "@/lib/log";
import { shared } from "@/lib/runtime";

/** What waits, and for how long; ages are in seconds, null where nothing waits. */
export type Figures = {
  jobsDue: number;
  /** of the job that was due first and nobody has begun */
  oldestJob: number | null;
  /** jobs that were given up */
  jobsFailed: number;
  lettersWaiting: number;
  oldestLetter: number | null;
  lettersFailed: number;
  deliveriesPending: number;
  /** of the message that waits longest, also where its endpoint does not answer */
  oldestDelivery: number | null;
  /** how late the delivery is that should have been tried first */
  latestDelivery: number | null;
  /** since days of traffic past the retention were last dropped, or since the installation was made */
  lastCleanup: number;
  /** whether tomorrow's days of traffic and the next month of activity are there */
  partitionsReady: boolean;
  /** where the register of locations says otherwise than the configuration */
  strayLocations: number;
};

const KEPT = 5 * second;

/** A connection of its own, so that a flood that holds all others does not make the service look dead. */
const pool = () =>
  shared("figures-pool", () => {
    const made = new pg.Pool({
      connectionString: process.env.CASTELLAN_APP_DATABASE_URL,
      max: 1,
      connectionTimeoutMillis: 2_000,
      query_timeout: 2_000,
      statement_timeout: 2_000,
      application_name: "castellan health",
    });
    made.on("error", () => {});
    made.on("connect", (client) => client.on("error", () => {}));
    return made;
  });

/** Whether the data is reached; asked once a second however many ask. */
export const reachesDatabase = once("database-answers", second, async () => {
  try {
    await pool().query("select 1");
    return true;
  } catch {
    return false;
  }
});

/** The figures as they are now; null while they cannot be read. */
export async function readFigures(): Promise<Figures | null> {
  try {
    const { rows } = await pool().query<Omit<Figures, "strayLocations">>(
      `select q.due as "jobsDue", extract(epoch from now() - q.oldest)::float as "oldestJob", q.given_up as "jobsFailed",
        o.letters as "lettersWaiting", o.oldest_letter as "oldestLetter", o.letters_failed as "lettersFailed",
        o.deliveries as "deliveriesPending", o.oldest_delivery as "oldestDelivery", o.latest_delivery as "latestDelivery",
        extract(epoch from now() - coalesce((select max(at) from cleanups), (select min(created_at) from installation_keys)))::float
          as "lastCleanup",
        (select bool_and(to_regclass('public.' || name) is not null) from unnest($1::text[]) name) as "partitionsReady"
       from castellan.queue_state() q, castellan.outbox_state() o`,
      [nextPartitions(new Date())],
    );
    return { ...rows[0]!, strayLocations: await countStrays() };
  } catch (error) {
    log.warn({ err: error }, "the figures cannot be read");
    return null;
  }
}

async function countStrays(): Promise<number> {
  const { rows } = await pool().query<Omit<LocationView, "state">>(
    "select what, provider, place, region from locations where since <= now() and (until is null or until > now())",
  );
  const here = rows.map((row) => ({ ...row, state: "current" as const }));
  return straysIn(here, readEnv(process.env)).length;
}

/** The figures, read once in five seconds however many ask. */
export const figures = once("figures", KEPT, readFigures);

/** What has to be there before the day, and the month, begin. */
function nextPartitions(now: Date): string[] {
  const day = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10).replaceAll("-", "_");
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))
    .toISOString()
    .slice(0, 7)
    .replace("-", "_");
  return [...daily.map((table) => `${table}_${day}`), `activity_${month}`];
}

/** Keeps an answer for a while, and asks once where many want it at the same moment. */
function once<T>(name: string, kept: number, read: () => Promise<T>): () => Promise<T> {
  const held = () =>
    shared<{ at: number; value: Promise<T> | null }>(`kept-${name}`, () => ({
      at: 0,
      value: null,
    }));
  return () => {
    const mine = held();
    if (!mine.value || performance.now() - mine.at > kept) {
      const value = read().finally(() => (mine.at = performance.now()));
      Object.assign(mine, { value, at: Infinity });
    }
    return mine.value!;
  };
}
