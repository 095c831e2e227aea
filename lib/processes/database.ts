import { setTimeout as pause } from "node:timers/promises";
import { StartError, type Env } from "@/lib/env";
import { announcedDatabase, holdDataDir, prepareDataDir } from "./data-dir";
import { startInstallationPostgres } from "./installation-postgres";

/**
 * Works on the installation's database, wherever it is at this moment: the server in `DATABASE_URL`, the embedded
 * database of a running launcher, or the embedded database started for this work alone.
 *
 * @param work gets the owner URL
 * @throws StartError when there is no way to the database
 */
export async function withDatabase<T>(
  env: Env,
  work: (ownerUrl: string) => Promise<T>,
): Promise<T> {
  if (!env.databaseUrl || !env.rootKey) prepareDataDir(env.dataDir);
  if (env.databaseUrl) return work(env.databaseUrl);

  for (let waited = 0; waited < 60_000; waited += 200) {
    const release = await holdDataDir(env.dataDir);
    if (release) {
      const postgres = await startInstallationPostgres(env);
      try {
        return await work(postgres.ownerUrl);
      } finally {
        await postgres.stop();
        await release();
      }
    }
    const running = announcedDatabase(env.dataDir);
    if (running) return work(running);
    await pause(200);
  }
  throw new StartError(
    `Another process holds ${env.dataDir} without offering its database: wait until it is done, then try again.`,
  );
}
