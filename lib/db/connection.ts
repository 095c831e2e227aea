import type { Socket } from "node:net";

import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";

import { log } from "@/lib/log";
import { shared } from "@/lib/runtime";
import { traced } from "@/lib/traces";
import * as schema from "./schema";

export type Database = NodePgDatabase<typeof schema> & { $client: pg.PoolClient };

/** PostgreSQL's own words for what went wrong, where it said something. */
export const codeOf = (error: unknown): string | undefined => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
};

/**
 * Codes of the system and of PostgreSQL (SQLSTATE classes) that say that the server, the way to it or the room on a disk is
 * gone.
 */
const gone =
  /^(E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|HOSTDOWN|NETDOWN|AI_AGAIN|NOTFOUND|ADDRNOTAVAIL|NOSPC|DQUOT)|ENOTFOUND|ERR_STREAM_(WRITE_AFTER_END|DESTROYED)|ERR_SOCKET_CLOSED|08...|57P0[1-5]|25P03|53[0-4]00|58030)$/;

/** What pg says without a code. */
const goneInWords =
  /Connection terminated|timeout exceeded when trying to connect|timeout exceeded|Query read timeout|not queryable|Client was closed|connection error|pool after calling end|socket has been ended/i;

/** Whether an error, or what caused it, means that the database cannot be used at the moment. */
export function isUnavailable(error: unknown): boolean {
  for (let one = error, deep = 0; one instanceof Error && deep < 10; deep += 1) {
    const code = "code" in one ? String(one.code) : "";
    if (gone.test(code) || goneInWords.test(one.message)) return true;
    const { cause } = one;
    one = cause instanceof Error ? cause : (cause as { err?: unknown } | undefined)?.err;
  }
  return false;
}

/** The constraint a statement broke, by name. */
export const constraintOf = (error: unknown): string | undefined => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "constraint" in cause && cause.constraint
    ? String(cause.constraint)
    : undefined;
};

/**
 * The application's connections: a login that owns nothing, sees nothing without a scope, and works with
 * pipelined statements and short limits.
 */
export const appPool = (): pg.Pool =>
  shared("pool", () => {
    const pool = new pg.Pool({
      connectionString: process.env.CASTELLAN_APP_DATABASE_URL,
      max: Number(process.env.CASTELLAN_POOL_SIZE) || 10,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      statement_timeout: 15_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 15_000,
      application_name: "castellan",
      // Planning a page of activity anew for its values takes six times as long as reading it.
      options: "-c plan_cache_mode=force_generic_plan",
      pipeline: true,
    });
    pool.on("error", (error) => {
      if (!pool.ending) log.warn({ err: error }, "a resting database connection was lost");
    });
    // One lost at work tells whoever works with it; unheard, it would end the process.
    pool.on("connect", (client) => client.on("error", () => {}));
    pool.on("connect", sendTogether);
    return pool;
  });

/**
 * Everything asked of a connection in one turn of the event loop travels in one packet: a third of what a request
 * costs this process is the sending.
 */
function sendTogether(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  const query = client.query.bind(client) as (...asked: unknown[]) => unknown;
  let holding = false;
  const together = (...asked: unknown[]) => {
    if (!holding) {
      holding = true;
      stream.cork();
      process.nextTick(() => {
        holding = false;
        stream.uncork();
      });
    }
    return query(...asked);
  };
  Object.assign(client, { query: together });
}

const databases = new WeakMap<pg.PoolClient, Database>();

const databaseOn = (client: pg.PoolClient): Database => {
  let database = databases.get(client);
  if (!database) {
    database = drizzle(client, { schema });
    databases.set(client, database);
  }
  return database;
};

const insisting = new WeakSet<Database>();

/** What is read here is told of only once it is committed that it was: the transaction under way is waited for. */
export const insistOnCommit = (db: Database): void => void insisting.add(db);

/**
 * Runs `work` in one transaction on a connection of its own. A connection whose BEGIN, COMMIT or ROLLBACK failed
 * is destroyed, never handed on: the next account must not inherit an open transaction.
 */
export async function inTransaction<T>(
  work: (db: Database) => Promise<T>,
  mode: "write" | "read" = "write",
): Promise<T> {
  const client = await appPool().connect();
  let broken = false;
  try {
    // Not awaited: it travels with the first statement of `work`, in one flush.
    const begun = client.query(mode === "read" ? "begin read write" : "begin");
    begun.catch(() => (broken = true));
    let value: T;
    try {
      value = await work(databaseOn(client));
      await begun;
    } catch (error) {
      await client.query("rollback").catch(() => (broken = true));
      throw error;
    }
    const waited = insisting.delete(databaseOn(client)) || mode === "write";
    const committed = client.query("commit");
    if (waited) {
      try {
        await traced("commit", {}, () => committed);
      } catch (error) {
        broken = true;
        throw error;
      }
    } else {
      committed.catch(() => (broken = true));
    }
    return value;
  } finally {
    client.release(broken);
  }
}
