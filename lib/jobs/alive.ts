import pg from "pg";

import { second } from "@/lib/clock";
import { log } from "@/lib/log";

const lockOf = "hashtextextended('castellan worker ' || $1, 0)";

/**
 * Vouches for the workers of this process by locks on one connection. When the process dies the locks are gone at
 * once, and `takeOver` gives back what it had begun; by the queue's own count it would rest for four hours.
 */
export function vouchFor(ownerUrl: string): {
  /** settles when the first connection was tried; before it no worker can be vouched for */
  ready: Promise<void>;
  worker(id: string): void;
  stop(): Promise<void>;
} {
  const ids = new Set<string>();
  let client: pg.Client | null = null;
  let stopped = false;

  let locking: Promise<unknown> = Promise.resolve();

  /** One after the other: the connection takes one statement at a time. */
  const lock = (id: string) => {
    locking = locking
      .then(() => client?.query(`select pg_advisory_lock(${lockOf})`, [id]))
      .catch(() => {});
  };
  const connect = async () => {
    const fresh = new pg.Client({
      connectionString: ownerUrl,
      application_name: "castellan worker",
    });
    let lost = false;
    const again = () => {
      if (lost || stopped) return;
      lost = true;
      client = null;
      setTimeout(() => void connect(), second).unref();
    };
    fresh.on("error", again);
    fresh.on("end", again);
    try {
      await fresh.connect();
    } catch (error) {
      log.warn({ err: error }, "the worker cannot reach its database");
      return again();
    }
    client = fresh;
    for (const id of ids) lock(id);
  };

  return {
    ready: connect(),
    worker(id) {
      ids.add(id);
      lock(id);
    },
    async stop() {
      stopped = true;
      await client?.end();
    },
  };
}

/** Gives back the jobs of workers nobody vouches for any more. */
export async function takeOver(owner: pg.Pool): Promise<void> {
  await owner.query(
    `select graphile_worker.force_unlock_workers(array_agg(dead.id))
     from (select id from (select distinct locked_by as id from graphile_worker.jobs where locked_by is not null) busy
       where pg_try_advisory_xact_lock(${lockOf.replace("$1", "id")})) dead
     having count(*) > 0`,
  );
}
