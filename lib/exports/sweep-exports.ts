import { inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { removeFile, runsOnDisk } from "./file";

/**
 * Ends archives whose days are over, and removes every file that nobody may have: of expired and withdrawn archives, of
 * accounts and persons that are gone, and of tries that were killed.
 */
export async function sweepExports(): Promise<void> {
  await inTransaction((db) => call(db, "expire_exports"));
  // Looked at before the rows: a try notes itself before it writes, so none that is under way is missed.
  const found = await runsOnDisk();
  if (!found.length) return;
  const kept = await inTransaction((db) => call<{ run: string }>(db, "export_files"), "read");
  const wanted = new Set(kept.map(({ run }) => run));
  for (const { run, name } of found) if (!wanted.has(run)) await removeFile(name);
}
