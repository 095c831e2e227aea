import type { Env } from "@/lib/env";
import { BackupError } from "./backup";
import { embeddedEngine } from "./embedded";
import type { Engine } from "./engine";
import type { BackupKeys } from "./keys";
import { pgBackRestEngine } from "./pgbackrest";

/**
 * Who makes the backups of this installation.
 *
 * @param embedded whether the database is the one that comes along
 * @param ownerUrl null where only what lies on the backup disk is needed
 */
export function installationEngine(
  env: Env,
  embedded: boolean,
  ownerUrl: string | null,
  keys: BackupKeys,
): Engine {
  if (!env.backupDir)
    throw new BackupError(
      "missing",
      "No backups are made: set CASTELLAN_BACKUP_DIR to a directory on another disk.",
    );
  if (embedded) return embeddedEngine(env, ownerUrl, keys);
  if (env.pgBackRestStanza) return pgBackRestEngine(env, env.pgBackRestStanza, ownerUrl, keys);
  throw new BackupError(
    "tool",
    "The server in DATABASE_URL is backed up with pgBackRest: set it up there, then set CASTELLAN_PGBACKREST_STANZA to the name of its stanza.",
  );
}
