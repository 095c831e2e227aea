import { and, desc, eq, inArray, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { exportFiles, users } from "@/lib/db/schema";
import { call } from "@/lib/db/scope";
import { openCard } from "@/lib/users/card";
import { accountVault, personVault } from "@/lib/vault/keyring";
import type { Vault } from "@/lib/vault/vault";

export type ExportRecord = typeof exportFiles.$inferSelect;

/** Whose an archive is: an account's, or a person's. */
export type Whose = { accountId: string; personId: null } | { accountId: null; personId: string };

export const whoseIs = ({ accountId, personId }: ExportRecord): Whose =>
  accountId === null ? { accountId, personId: personId! } : { accountId, personId: null };

const keyPlace = (id: string) => ({ table: "exports", column: "file_key", row: id });
const troublePlace = (id: string) => ({ table: "exports", column: "trouble", row: id });

const vaultOf = (db: Database, whose: Whose): Promise<Vault> =>
  whose.accountId === null ? personVault(db, whose.personId) : accountVault(db, whose.accountId);

const ofOne = (whose: Whose) =>
  whose.accountId === null
    ? eq(exportFiles.personId, whose.personId)
    : eq(exportFiles.accountId, whose.accountId);

const MOST = 20;

/**
 * The newest of one's archives, or one of them, with the names of those who asked for them where they are in this account.
 */
export async function readExports(
  db: Database,
  whose: Whose,
  accountId: string,
  id?: string,
): Promise<{ row: ExportRecord; expired: boolean; trouble: string | null; by: string | null }[]> {
  const rows = await db
    .select({
      row: exportFiles,
      expired: sql<boolean>`coalesce(${exportFiles.expiresAt} <= now(), false)`,
      card: users.card,
    })
    .from(exportFiles)
    .leftJoin(users, and(eq(users.accountId, accountId), eq(users.id, exportFiles.requestedBy)))
    .where(and(ofOne(whose), id ? eq(exportFiles.id, id) : undefined))
    .orderBy(desc(exportFiles.requestedAt), desc(exportFiles.id))
    .limit(MOST);
  const vault = await vaultOf(db, whose);
  const account = await accountVault(db, accountId);
  return rows.map(({ row, expired, card }) => ({
    row,
    expired,
    trouble: row.trouble && vault.open(troublePlace(row.id), row.trouble),
    by: card && openCard(account, row.requestedBy, card).name,
  }));
}

/** One archive of one's own, and whether its days are over by the database's clock. */
export async function findExport(
  db: Database,
  whose: Whose,
  id: string,
): Promise<{ row: ExportRecord; expired: boolean } | null> {
  const [found] = await db
    .select({
      row: exportFiles,
      expired: sql<boolean>`coalesce(${exportFiles.expiresAt} <= now(), false)`,
    })
    .from(exportFiles)
    .where(and(ofOne(whose), eq(exportFiles.id, id)));
  return found ?? null;
}

/** Withdraws what is there of one's archives, or one of them: nobody opens the files from now on. Returns how many. */
export async function withdraw(db: Database, whose: Whose, id?: string): Promise<number> {
  const { rowCount } = await db
    .update(exportFiles)
    .set({ state: "cancelled", fileKey: null, expiresAt: null })
    .where(
      and(
        ofOne(whose),
        id ? eq(exportFiles.id, id) : undefined,
        inArray(exportFiles.state, ["queued", "running", "ready"]),
      ),
    );
  return rowCount ?? 0;
}

export async function insertExport(
  db: Database,
  whose: Whose,
  asked: { requestedBy: string; requestId: string },
): Promise<string> {
  const id = newId();
  const kind = whose.accountId === null ? "person" : "account";
  await db.insert(exportFiles).values({ id, kind, ...whose, ...asked });
  return id;
}

/** Begins a try at what is asked for, and tells its number; null where nobody wants it any more. */
export async function beginRun(db: Database, whose: Whose, id: string): Promise<string | null> {
  const run = newId();
  const { rowCount } = await db
    .update(exportFiles)
    .set({ state: "running", run, progress: 0, startedAt: sql`now()` })
    .where(
      and(ofOne(whose), eq(exportFiles.id, id), inArray(exportFiles.state, ["queued", "running"])),
    );
  return rowCount === 1 ? run : null;
}

/** Writes down how a try fares or ended; false where a newer one has begun, or it was withdrawn. */
async function writeRun(
  db: Database,
  whose: Whose,
  { id, run }: { id: string; run: string },
  set: Partial<Omit<ExportRecord, "endedAt" | "expiresAt">> & { ends?: true; keptDays?: number },
): Promise<boolean> {
  const { ends, keptDays, ...columns } = set;
  const { rowCount } = await db
    .update(exportFiles)
    .set({
      ...columns,
      ...(ends && { endedAt: sql`now()` }),
      ...(keptDays && { expiresAt: sql`now() + ${keptDays} * interval '1 day'` }),
    })
    .where(
      and(
        ofOne(whose),
        eq(exportFiles.id, id),
        eq(exportFiles.run, run),
        eq(exportFiles.state, "running"),
      ),
    );
  return rowCount === 1;
}

type Run = { id: string; run: string };

export const noteProgress = (db: Database, whose: Whose, run: Run, progress: number) =>
  writeRun(db, whose, run, { progress });

/** What an archive was read from, as far as permanent deletions go; `held` keeps others from happening until the commit. */
export async function removalsSeen(db: Database, held: boolean): Promise<string | null> {
  const [row] = await call<{ removals_seen: string | null }>(db, "removals_seen", held);
  return row!.removals_seen;
}

/**
 * Makes an archive ready; false where it was withdrawn. One that was read before a permanent deletion is withdrawn here: it holds what was
 * destroyed meanwhile.
 */
export async function finishRun(
  db: Database,
  whose: Whose,
  run: Run,
  made: { key: string; bytes: number; rows: number; keptDays: number; seen: string | null },
): Promise<boolean> {
  const { key, seen, ...rest } = made;
  if (seen !== (await removalsSeen(db, true))) {
    await writeRun(db, whose, run, { state: "cancelled" });
    return false;
  }
  const fileKey = (await vaultOf(db, whose)).seal(keyPlace(run.id), key);
  return writeRun(db, whose, run, { ...rest, fileKey, state: "ready", progress: 100, ends: true });
}

export async function failRun(
  db: Database,
  whose: Whose,
  run: Run,
  trouble: string,
): Promise<boolean> {
  const sealed = (await vaultOf(db, whose)).seal(troublePlace(run.id), trouble);
  return writeRun(db, whose, run, { state: "failed", trouble: sealed, ends: true });
}

/** Counts a download, and opens the key of the file. */
export async function takeKey(db: Database, row: ExportRecord): Promise<string> {
  const whose = whoseIs(row);
  await db
    .update(exportFiles)
    .set({ downloads: sql`${exportFiles.downloads} + 1` })
    .where(and(ofOne(whose), eq(exportFiles.id, row.id)));
  return (await vaultOf(db, whose)).open(keyPlace(row.id), row.fileKey!);
}
