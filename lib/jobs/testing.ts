import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";

import { startWorker } from "./worker";

/**
 * Lets a real worker do all that waits in the queue, and what follows from it. A job that failed is not tried again before the
 * test says so, however slow the machine is.
 */
export async function workOff(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(holdRetries);
  const worker = await startWorker(ownerUrl);
  try {
    while ((await waiting(client)) > 0) await pause(20);
  } finally {
    await worker.stop();
    await client.query("drop function castellan.hold_retry() cascade");
    await client.end();
  }
}

/** What has just failed waits for an hour; the pause of the queue itself is over within seconds. */
const holdRetries = `
  create or replace function castellan.hold_retry() returns trigger language plpgsql as $$
    begin new.run_at := new.run_at + interval '1 hour'; return new; end $$;
  create or replace trigger hold_retry before update on graphile_worker._private_jobs for each row
    when (new.attempts > 0 and new.last_error is not null and old.locked_at is not null and new.locked_at is null)
    execute function castellan.hold_retry();`;

async function waiting(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    "select count(*)::int as n from graphile_worker.jobs where run_at <= now() and attempts < max_attempts",
  );
  return rows[0]!.n;
}
