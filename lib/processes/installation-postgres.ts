import { existsSync, mkdirSync } from "node:fs";

import { archiveSettings, logSpool } from "@/lib/backups/engine";
import type { Env } from "@/lib/env";
import { type EmbeddedPostgres, identityFor, startEmbeddedPostgres } from "./embedded-postgres";
import { handOver } from "./postgres-cluster";
import { clearPassing, passingFolder } from "./rebuilt-postgres";
import { settleRestore } from "./restore";

/**
 * Starts the installation's embedded database. With backups, it hands on its write-ahead log from the first moment on,
 * whoever starts it: what it writes without would be missing from every backup.
 */
export async function startInstallationPostgres(
  env: Env,
  port?: number,
): Promise<EmbeddedPostgres> {
  await settleRestore(env);
  await clearPassing(passingFolder(env, "drill"));
  if (!env.backupDir || process.platform === "win32")
    return startEmbeddedPostgres(env.dataDir, { port });
  const spool = logSpool(env);
  if (!existsSync(spool)) mkdirSync(spool, { mode: 0o700 });
  handOver(spool, await identityFor(env.dataDir));
  return startEmbeddedPostgres(env.dataDir, { port, settings: archiveSettings(spool) });
}
