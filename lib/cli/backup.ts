import { BackupError, kinds, type Progress, rowsOf, troubleOf } from "@/lib/backups/backup";
import { labelFor } from "@/lib/backups/backup";
import { installationEngine } from "@/lib/backups/installation-engine";
import { expireKeySets, keyCopies } from "@/lib/backups/key-sets";
import { backupKeys, keyIsHere, privateKeyFile } from "@/lib/backups/keys";
import { asOwner, noteFailure, noteInventory } from "@/lib/backups/rows";
import { copyJournal } from "@/lib/backups/journal";
import type { Env } from "@/lib/env";
import { sizeInWords } from "@/lib/backups/size-in-words";

/** Makes a backup now, and drops what is expired. */
export async function backup(env: Env, kind: string, tell: Progress): Promise<string[]> {
  const wanted = kinds.find((one) => one === kind);
  if (!wanted) throw new BackupError("no_backup", `--kind is full or increment, not ${kind}.`);
  const ownerUrl = process.env.DATABASE_URL!;
  const keys = await backupKeys(env);
  const engine = installationEngine(env, !env.databaseUrl, ownerUrl, keys);
  const startedAt = new Date();
  try {
    await copyJournal(env);
    const made = await engine.make(wanted, startedAt, tell);
    const dropped = await engine.expire(new Date());
    const [droppedKeys, copies] = await asOwner(ownerUrl, async (client) => [
      await expireKeySets(env, client, new Date()),
      await keyCopies(env, client),
    ]);
    await noteInventory(ownerUrl, await engine.inventory(), {
      keyHere: keyIsHere(env),
      journalWhole: true,
      keys: copies,
    });
    const bytes = made.files.reduce((sum, file) => sum + file.bytes, 0);
    const seconds = Math.round((Date.now() - startedAt.getTime()) / 1000);
    return [
      `${made.label} is whole: ${rowsOf(made)} rows${bytes ? `, ${sizeInWords(bytes)}` : ""}, in ${seconds} s.`,
      ...dropped.map((label) => `${label} was older than three months, and is gone.`),
      ...(copies
        ? ["The keys of accounts and persons, which are in no backup, were copied beside it."]
        : []),
      ...droppedKeys.map(
        (set) => `${set} was older than ${env.keyRetentionDays} days, and is gone.`,
      ),
      ...(keyIsHere(env)
        ? [
            `The private key that opens the backups is in ${privateKeyFile(env)}. Move it to two other places, and delete it there.`,
          ]
        : []),
      "The root key is not in the backup. Keep a copy of it elsewhere too.",
    ];
  } catch (error) {
    const label = labelFor(startedAt, wanted);
    const trouble = troubleOf(error);
    await noteFailure(ownerUrl, { label, kind: wanted, engine: engine.name, startedAt, trouble });
    throw trouble === "disk_full"
      ? new BackupError(
          "disk_full",
          `There is no room in ${env.backupDir}: the backup was given up, and those before it are untouched.`,
          { cause: error },
        )
      : error;
  }
}
