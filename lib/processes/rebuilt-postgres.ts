import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import pg from "pg";

import { BackupError, type Manifest, type Progress, type RestorePoint } from "@/lib/backups/backup";
import type { Engine } from "@/lib/backups/engine";
import type { Env } from "@/lib/env";
import { StartError } from "@/lib/env";
import {
  type EmbeddedPostgres,
  identityFor,
  type Login,
  startEmbeddedPostgres,
} from "./embedded-postgres";
import { endLeftOver, handOver, passwordFile } from "./postgres-cluster";
import type { Identity } from "./postgres-identity";

export type RebuiltPostgres = { folder: string; manifest: Manifest; postgres: EmbeddedPostgres };

/**
 * Puts a backup into a folder of its own and lets PostgreSQL recover it there; nothing that runs is touched.
 *
 * @throws BackupError when the backup cannot be used; the folder is gone then
 */
export async function startRebuilt(
  env: Env,
  engine: Engine,
  name: "restore" | "drill",
  point: RestorePoint,
  keys: string[],
  tell: Progress,
): Promise<RebuiltPostgres> {
  const folder = passingFolder(env, name);
  await clearPassing(folder);
  mkdirSync(folder, { mode: 0o711 });
  // pgBackRest and PostgreSQL work as another user, who only passes through
  if (engine.name === "pgbackrest" && process.getuid?.() === 0) chmodSync(env.dataDir, 0o711);
  try {
    const identity = await identityFor(folder);
    if (engine.name === "pgbackrest") insistOnReach(env, identity);
    const { manifest, settings, binaries } = await engine.rebuild(folder, point, keys, tell);
    takePassword(env, folder);
    for (const part of ["postgres", "log"])
      if (existsSync(join(folder, part))) handOver(join(folder, part), identity);
    chmodSync(folder, 0o711);
    tell("Recovering the database…");
    const login =
      engine.name === "pgbackrest" ? loginOf(process.env.DATABASE_URL ?? "") : undefined;
    const postgres = await startEmbeddedPostgres(folder, {
      // a hot standby calls itself ready while it still recovers
      settings: { ...settings, hot_standby: "off" },
      binaries,
      login,
    });
    if (await isRecovering(folder, postgres)) {
      await postgres.stop();
      throw new BackupError("did_not_start", "The restored database did not recover to its end.");
    }
    return { folder, manifest, postgres };
  } catch (error) {
    await clearPassing(folder);
    if (error instanceof StartError && /recovery ended before/.test(error.message))
      throw new BackupError(
        "missing",
        "Nothing was written between the moment that was asked for and the end of the shipped log: leave --at out for the newest moment, or give an earlier one.",
        { cause: error },
      );
    if (error instanceof StartError)
      throw new BackupError(
        "did_not_start",
        `The restored database does not start: ${error.message}`,
        { cause: error },
      );
    throw error;
  }
}

/** Started as root, pgBackRest works as PostgreSQL's own user; a folder above the data directory may keep that user out. */
function insistOnReach({ dataDir }: Env, identity: Identity): void {
  if (identity.as === "namespace")
    throw new BackupError(
      "tool",
      `The user postgres, who runs pgBackRest, cannot reach ${dataDir}: let that user enter the folders above it (chmod o+x), or set CASTELLAN_DATA_DIR to a folder that others can enter.`,
    );
}

/** Before anything is believed or put in place: recovery has ended, by the server's word and by its files. */
async function isRecovering(folder: string, { ownerUrl }: EmbeddedPostgres): Promise<boolean> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ recovering: boolean }>(
      "select pg_is_in_recovery() as recovering",
    );
    return rows[0]!.recovering || existsSync(join(folder, "postgres", "recovery.signal"));
  } finally {
    await client.end();
  }
}

function loginOf(url: string): Login {
  const { username, password, pathname } = new URL(url);
  const [user, secret, database] = [username, password, pathname.slice(1)].map(decodeURIComponent);
  return { user: user!, password: secret!, database: database! };
}

/** Where a restored database stands until it is put in place or destroyed. */
export const passingFolder = (env: Env, name: "restore" | "drill") =>
  join(env.dataDir, `${name}.passing`);

/** Destroys such a database, also one that somebody who was killed has left running. */
export async function clearPassing(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await endLeftOver(join(folder, "postgres"));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The owner's password came along, sealed; where it did not, it is the one of this installation. */
function takePassword(env: Env, folder: string): void {
  const along = join(folder, "postgres", "castellan");
  const kept = join(along, "postgres.password");
  if (existsSync(kept)) renameSync(kept, passwordFile(folder));
  else if (existsSync(passwordFile(env.dataDir)))
    writeFileSync(passwordFile(folder), readFileSync(passwordFile(env.dataDir)), { mode: 0o600 });
  rmSync(along, { recursive: true, force: true });
}
