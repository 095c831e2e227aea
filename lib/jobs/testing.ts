import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";

import { startWorker } from "./worker";

/** Lets a real worker do all that waits in the queue, and what follows from it. */
export async function workOff(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const worker = await startWorker(ownerUrl);
  try {
    while ((await waiting(client)) > 0) await pause(20);
  } finally {
    await worker.stop();
    await client.end();
  }
}

async function waiting(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    "select count(*)::int as n from graphile_worker.jobs where run_at <= now() and attempts < max_attempts",
  );
  return rows[0]!.n;
}
