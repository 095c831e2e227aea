import { randomUUID } from "node:crypto";

import pg from "pg";

import type { Progress } from "@/lib/backups/backup";
import { writeRestoreNote } from "@/lib/backups/finish-restore";
import { installationEngine } from "@/lib/backups/installation-engine";
import { fetchMissingKeys } from "@/lib/backups/fetch-missing-keys";
import {
  adoptRecipient,
  type BackupKeys,
  backupKeys,
  trustHere,
  trustSigners,
} from "@/lib/backups/keys";
import { restoreInPlace } from "@/lib/backups/pgbackrest";
import { appPool } from "@/lib/db/connection";
import type { Env } from "@/lib/env";
import { StartError } from "@/lib/env";
import { withDatabase } from "@/lib/processes/database";
import { holdDataDir, prepareDataDir } from "@/lib/processes/data-dir";
import { makeReady, restoredSentence } from "@/lib/processes/make-ready";
import { pointFor, restoreEmbedded } from "@/lib/processes/restore";
import { checkRestore, insistOnAnyRootKey } from "./check-restore";
import { openingKeys } from "./opening-keys";

/**
 * Puts the database back as a backup has it, and makes it ready before anyone can sign in: erasures are done again, sessions and links
 * are void, nothing is sent twice, every account is told.
 */
export async function restore(
  env: Env,
  given: Record<string, string>,
  tell: Progress,
): Promise<string[]> {
  const opening = await openingKeys(env, given.key);
  const signers = [...opening.signers, ...(given.signer ? [given.signer] : [])];
  const embedded = !env.databaseUrl;
  const point = pointFor(given.at);
  insistOnAnyRootKey(env);
  if (embedded && given.only === undefined)
    await checkRestore(env, trustHere(env, signers), point, opening);
  prepareDataDir(env.dataDir);
  if (signers.length) await trustSigners(env, signers);
  if (given.key) await adoptRecipient(env, opening.keys[0]!);
  const keys = await backupKeys(env);
  if (given.only !== undefined) return onlyKeys(env, given.only, keys, opening.keys, tell);
  const engine = installationEngine(env, embedded, null, keys);
  if (!embedded) {
    await insistStopped(env.databaseUrl!);
    await restoreInPlace(env.pgBackRestStanza!, point, tell);
    const at = new Date();
    const restoredTo = point.to === "time" ? point.at : null;
    await writeRestoreNote(env, { id: randomUUID(), label: "pgbackrest", at, restoredTo });
    return [
      "pgBackRest has restored the files. Start PostgreSQL now, then Castellan: its start does what must be done before anyone is served.",
    ];
  }
  const fetched = await fetchMissingKeys(env, keys, opening.keys, tell);
  const { restoredTo, before } = await restoreEmbedded(env, engine, point, opening.keys, tell);
  tell("Making it ready…");
  const { replay, restored } = await withDatabase(env, async (ownerUrl) => {
    try {
      return await makeReady(ownerUrl, env);
    } finally {
      await appPool().end();
    }
  });
  return [
    `The database is as it was on ${restoredTo.toISOString().slice(0, 19).replace("T", " ")} UTC.`,
    `${replay.replayed} permanent deletions were done again.`,
    ...fetched,
    ...(restored ? [restoredSentence(restored)] : []),
    ...(before
      ? [
          `What was there before is in ${before}. Delete it once nobody needs it; people's data is in it.`,
        ]
      : []),
    "Start Castellan as usual. It makes a new full backup by itself.",
  ];
}

/** The key store alone, when it was lost and the database was not. */
async function onlyKeys(
  env: Env,
  only: string,
  keys: BackupKeys,
  privateKeys: string[],
  tell: Progress,
): Promise<string[]> {
  if (only !== "keys") throw new StartError(`--only is keys, not ${only}.`);
  const release = await holdDataDir(env.dataDir);
  if (!release)
    throw new StartError(`Castellan is running on ${env.dataDir}: stop it first, then restore.`);
  try {
    const fetched = await fetchMissingKeys(env, keys, privateKeys, tell);
    if (fetched.length)
      return [...fetched, "Start Castellan as usual: what was destroyed since is destroyed again."];
    throw new StartError(
      "There is nothing to put back: the key store is where it belongs, and it is never replaced by an older one; or no copy of it lies on the backup disk.",
    );
  } finally {
    await release();
  }
}

/** pgBackRest refuses too, but only after a while. */
async function insistStopped(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch {
    return;
  }
  await client.end();
  throw new StartError(
    "The server in DATABASE_URL runs: stop Castellan and PostgreSQL first, then restore.",
  );
}
