import { randomUUID } from "node:crypto";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";

import pg from "pg";

import { BackupError, type Progress, type RestorePoint } from "@/lib/backups/backup";
import type { Engine } from "@/lib/backups/engine";
import { readRestoreNote, recoveredTo, writeRestoreNote } from "@/lib/backups/finish-restore";
import { type Env, StartError } from "@/lib/env";
import { holdDataDir, prepareDataDir } from "./data-dir";
import { passwordFile } from "./postgres-cluster";
import { clearPassing, passingFolder, startRebuilt } from "./rebuilt-postgres";

/**
 * Puts the embedded database back as it was. The new one is recovered beside the old one and takes its place only when it is whole; the
 * old one is kept until somebody deletes it. What must follow before anyone is served follows at the next start of the database.
 *
 * @returns the moment the data is of, and where the old database lies
 */
export async function restoreEmbedded(
  env: Env,
  engine: Engine,
  point: RestorePoint,
  keys: string[],
  tell: Progress,
): Promise<{ restoredTo: Date; before: string | null }> {
  prepareDataDir(env.dataDir);
  const release = await holdDataDir(env.dataDir);
  if (!release)
    throw new StartError(`Castellan is running on ${env.dataDir}: stop it first, then restore.`);
  try {
    await settleRestore(env);
    const { manifest, postgres } = await startRebuilt(env, engine, "restore", point, keys, tell);
    let restoredTo: Date;
    try {
      restoredTo = (await askedRecoveredTo(postgres.ownerUrl)) ?? new Date(manifest.point.at);
    } finally {
      await postgres.stop();
    }
    const now = new Date();
    // from here on it is decided: whatever is cut short is completed by the next start
    await writeRestoreNote(env, { id: randomUUID(), label: manifest.label, at: now, restoredTo });
    return { restoredTo, before: await settleRestore(env) };
  } finally {
    await release();
  }
}

async function askedRecoveredTo(ownerUrl: string): Promise<Date | null> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    return await recoveredTo(client);
  } finally {
    await client.end();
  }
}

/**
 * Puts a recovered database in the place of the old one, if that was decided and not yet done. Each step is a rename, and may be cut
 * short anywhere.
 */
export async function settleRestore(env: Env): Promise<string | null> {
  const folder = passingFolder(env, "restore");
  const recovered = join(folder, "postgres");
  const note = existsSync(recovered) ? await readRestoreNote(env) : null;
  if (!note) {
    await clearPassing(folder);
    return null;
  }
  const live = join(env.dataDir, "postgres");
  const stamp = note.at.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const before = join(env.dataDir, `postgres.before-${stamp}`);
  if (existsSync(passwordFile(folder))) renameSync(passwordFile(folder), passwordFile(env.dataDir));
  if (existsSync(live)) renameSync(live, before);
  renameSync(recovered, live);
  await clearPassing(folder);
  return existsSync(before) ? before : null;
}

export function pointFor(at: string | undefined): RestorePoint {
  if (!at) return { to: "end" };
  const time = new Date(at);
  if (Number.isNaN(time.getTime()))
    throw new BackupError("no_backup", `${at} is no time: say it like 2026-11-24T22:30:00Z.`);
  return { to: "time", at: time };
}
