import pg from "pg";

import { BackupError } from "@/lib/backups/backup";

const LOCK = 0x6472_696c;

/**
 * Does a drill's work while no other drill of this database runs, whichever process begins it. The database keeps the lock, and
 * releases it with the process.
 *
 * @throws BackupError `under_way` when another drill is running
 */
export async function oneDrillAtATime<T>(ownerUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "castellan drill",
  });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      "select pg_try_advisory_lock($1) as mine",
      [LOCK],
    );
    if (!rows[0]!.mine)
      throw new BackupError(
        "under_way",
        "Another drill is running. Wait until it has finished, then start this one again.",
      );
    return await work();
  } finally {
    await client.end().catch(() => {});
  }
}
