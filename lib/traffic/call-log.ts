import { join } from "node:path";

import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";

import type { Call } from "@/lib/api/call";
import { second } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import * as schema from "@/lib/db/schema";
import { readEnv } from "@/lib/env";
import { log } from "@/lib/log";
import { madeAlready, shared } from "@/lib/runtime";
import { type CallLine, lineOf } from "./line";
import { isPassing, missesItsDay } from "./passing";
import { openSpool, remove, type Segment, setAside } from "./spool";
import { storeCalls } from "./store";

const MOST_AT_ONCE = 500;

/** How the log of calls fares, for health and metrics. */
export type CallLogState = {
  /** calls of this process that wait to be stored */
  waiting: number;
  /** bytes of calls that wait on this machine, those of other processes included */
  spooled: number;
  /** calls that could not be kept, because the disk did not take them */
  lost: number;
  /** since when storing has failed */
  failingSince: Date | null;
};

/**
 * Logs every call of this process (P36): onto this machine's disk before the answer leaves, into the database within a
 * second. While the database is away the disk keeps them; what a killed process left is stored by the next one.
 *
 * @param folder of the data directory in which the spool lives
 */
export function startCallLog(folder: string) {
  const spool = openSpool(join(folder, "spool"));
  const pool = new pg.Pool({
    connectionString: process.env.CASTELLAN_APP_DATABASE_URL,
    max: 1,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 5_000,
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: "castellan call log",
  });
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  /** Closed segments that wait to be stored, the oldest first. */
  const closed: Segment[] = [];
  const state: CallLogState = { waiting: 0, spooled: 0, lost: 0, failingSince: null };
  let written = 0;
  let storing: Promise<void> | null = null;
  let soon = false;

  /** Call it with every call and its answer, before the answer leaves. */
  function answered(call: Call, response: { status: number }): void {
    try {
      spool.append(JSON.stringify(lineOf(call, response.status)));
      written += 1;
      if (written >= MOST_AT_ONCE && !soon) {
        soon = true;
        setImmediate(() => void store());
      }
    } catch (error) {
      state.lost += 1;
      log.error({ err: error, requestId: call.info.id }, "a call could not be logged");
    }
  }

  function cut(): void {
    soon = false;
    written = 0;
    const segment = spool.cut();
    if (segment) closed.push(segment);
  }

  /** Stores all that waits, one transaction a segment; at most one runs at a time. */
  function store(): Promise<void> {
    cut();
    storing ??= storeAll().finally(() => (storing = null));
    return storing;
  }

  async function storeAll(): Promise<void> {
    let waits = false;
    for (let next = 0; next < closed.length;) {
      const segment = closed[next]!;
      try {
        await storeSegment(segment);
        closed.splice(next, 1);
      } catch (error) {
        waits = true;
        state.failingSince ??= new Date();
        log.warn({ err: error, calls: segment.lines.length }, "calls wait to be stored");
        if (!missesItsDay(error)) return;
        next += 1; // the others may have theirs
      }
    }
    if (!waits) state.failingSince = null;
  }

  async function storeSegment(segment: Segment): Promise<void> {
    const bad = await storeLines(segment.lines);
    if (bad.length) {
      const file = setAside(segment, bad);
      state.lost += bad.length;
      log.error({ file, calls: bad.length }, "calls cannot be stored and were set aside");
    }
    remove(segment);
  }

  /** Stores all lines at once, or one by one when one of them stands in the way of the others; tells which cannot be stored. */
  async function storeLines(lines: string[]): Promise<string[]> {
    try {
      const calls = lines.map((line) => JSON.parse(line) as CallLine);
      await inOwnTransaction(pool, (db) => storeCalls(db, calls));
      return [];
    } catch (error) {
      if (isPassing(error)) throw error;
      if (lines.length > 1) {
        const bad = [];
        for (const line of lines) bad.push(...(await storeLines([line])));
        return bad;
      }
      log.error({ err: error }, "a call cannot be stored");
      return lines;
    }
  }

  /** Takes over what dead processes left. */
  function adopt(): void {
    try {
      const held = new Set(closed.map(({ path }) => path));
      closed.push(...spool.leftovers(held));
    } catch (error) {
      log.warn({ err: error }, "the spool cannot be looked through");
    }
  }

  adopt();
  const storeTimer = setInterval(() => void store(), second);
  const adoptTimer = setInterval(adopt, 60 * second);
  storeTimer.unref();
  adoptTimer.unref();

  return {
    answered,
    store,
    state: (): CallLogState => ({
      ...state,
      waiting: written + closed.reduce((sum, { lines }) => sum + lines.length, 0),
      spooled: spool.waiting(),
    }),
    /** Stores what waits, as far as the database takes it; the rest stays on disk for the next process. */
    async stop(): Promise<void> {
      clearInterval(storeTimer);
      clearInterval(adoptTimer);
      await storing;
      await store();
      await pool.end();
    },
  };
}

export type CallLog = ReturnType<typeof startCallLog>;

/** The one log of calls of this process. */
export const callLog = () => shared("call-log", () => startCallLog(readEnv(process.env).dataDir));

/** How it fares; a process that has logged nothing yet has lost nothing. */
export const callLogState = (): CallLogState =>
  madeAlready<CallLog>("call-log")?.state() ?? {
    waiting: 0,
    spooled: 0,
    lost: 0,
    failingSince: null,
  };

async function inOwnTransaction<T>(pool: pg.Pool, work: (db: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: boolean | Error = false;
  try {
    await client.query("begin");
    const value = await work(drizzle(client, { schema }));
    await client.query("commit");
    return value;
  } catch (error) {
    await client.query("rollback").catch((lost: Error) => (broken = lost));
    throw error;
  } finally {
    client.release(broken);
  }
}
