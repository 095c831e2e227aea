import { and, eq, gt } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { presence, users } from "@/lib/db/schema";
import { shared } from "@/lib/runtime";
import { accountVault } from "@/lib/vault/keyring";
import { openCard } from "./card";
import { Directory, type Entry } from "./directory-index";
import type { Role, Status } from "./user";

/** Entries of all accounts together that one process keeps open. */
const MOST_ENTRIES = 400_000;
const OPENED_AT_ONCE = 2_000;

type Held = { directory: Directory; seq: number; seenTo: Date };

const held = () => shared("directories", () => new Map<string, Held>());

/**
 * The account's people, opened in memory for searching and sorting what is encrypted at rest. One statement tells
 * whether anything changed since; only that is read. Built anew after a restart or when memory was short.
 */
export async function directoryOf(db: Database, accountId: string): Promise<Directory> {
  const known = held().get(accountId);
  const from: Held = known ?? { directory: new Directory(), seq: -1, seenTo: new Date(0) };
  const { rows } = await db.$client.query<{
    seq: string;
    count: number;
    changed: boolean;
    seen: boolean;
  }>({
    name: "directory_state",
    text: `select a.directory_seq as seq, a.user_count as count, a.directory_seq > $2 as changed,
      exists (select from presence p where p.account_id = $1 and p.seen_at > $3) as seen
      from accounts a where a.id = $1`,
    values: [accountId, from.seq, from.seenTo],
  });
  const state = rows[0]!;
  if (state.changed) await readChanges(db, accountId, from);
  if (state.seen) await readPresence(db, accountId, from);
  if (from.directory.size !== state.count) await dropRemoved(db, accountId, from);
  from.seq = Math.max(from.seq, Number(state.seq));
  keep(accountId, from);
  return from.directory;
}

async function readChanges(db: Database, accountId: string, into: Held): Promise<void> {
  const rows = await db
    .select({
      id: users.id,
      card: users.card,
      role: users.role,
      status: users.status,
      createdAt: users.createdAt,
      pausedUntil: users.pausedUntil,
    })
    .from(users)
    .where(and(eq(users.accountId, accountId), gt(users.directorySeq, into.seq)));
  const vault = await accountVault(db, accountId);
  const entries: Entry[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % OPENED_AT_ONCE === OPENED_AT_ONCE - 1) await new Promise(setImmediate);
    entries.push({
      id: row.id,
      ...openCard(vault, row.id, row.card),
      role: row.role as Role,
      status: row.status as Status,
      createdAt: row.createdAt.getTime(),
      pausedUntil: row.pausedUntil?.toISOString() ?? null,
      lastSeenAt: null,
    });
  }
  into.directory.put(entries);
}

async function readPresence(db: Database, accountId: string, into: Held): Promise<void> {
  const rows = await db
    .select({ id: presence.userId, seenAt: presence.seenAt })
    .from(presence)
    .where(and(eq(presence.accountId, accountId), gt(presence.seenAt, into.seenTo)));
  for (const { id, seenAt } of rows) {
    into.directory.saw(id, seenAt.getTime());
    if (seenAt > into.seenTo) into.seenTo = seenAt;
  }
}

/** Permanently deleted users leave no trace to follow, only a smaller count; then the ids are compared. */
async function dropRemoved(db: Database, accountId: string, from: Held): Promise<void> {
  const rows = await db.select({ id: users.id }).from(users).where(eq(users.accountId, accountId));
  from.directory.keepOnly(new Set(rows.map(({ id }) => id)));
}

function keep(accountId: string, one: Held): void {
  const all = held();
  all.delete(accountId);
  all.set(accountId, one);
  let entries = [...all.values()].reduce((sum, { directory }) => sum + directory.size, 0);
  for (const [oldest, { directory }] of all) {
    if (entries <= MOST_ENTRIES || oldest === accountId) break;
    all.delete(oldest);
    entries -= directory.size;
  }
}
