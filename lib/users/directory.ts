import { eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { users } from "@/lib/db/schema";
import { Failure } from "@/lib/gate/failure";
import { shared } from "@/lib/runtime";
import { accountVault } from "@/lib/vault/keyring";
import { openCard, titlePlace } from "./card";
import { Directory, type Entry } from "./directory-index";
import { type Role, roles, type Status, statuses } from "./user";

/** Entries of all accounts together that one process keeps open. */
const MOST_ENTRIES = 400_000;
const OPENED_AT_ONCE = 2_000;

/** `seenTo` is an instant in the database's own words, exact to the microsecond. */
type Held = {
  directory: Directory;
  seq: number;
  seenTo: string;
  /** whether it is kept for everybody who may see all of the account */
  shared: boolean;
};

const empty = (): Held => ({
  directory: new Directory(),
  seq: -1,
  seenTo: "-infinity",
  shared: true,
});

const held = () => shared("directories", () => new Map<string, Held>());
const beingOpened = () =>
  shared("directories-being-opened", () => new Map<string, Promise<unknown>>());

/**
 * The account's people, opened in memory for searching and sorting what is encrypted at rest. One statement tells
 * whether anything changed since; only that is read. Built anew after a restart or when memory was short; and for the
 * staff each time, who see what the database shows them and leave nothing of it to anybody else.
 */
export async function directoryOf(db: Database, accountId: string): Promise<Directory> {
  await beingOpened().get(accountId);
  const known = held().get(accountId);
  if (known) return brought(db, accountId, known);
  // Everybody else who asks meanwhile waits, and does not open the same hundred thousand people again.
  const from = empty();
  const opening = brought(db, accountId, from);
  const settled = opening.catch(() => {}).finally(() => beingOpened().delete(accountId));
  beingOpened().set(accountId, settled);
  return opening;
}

/** Forgets the people of an account that is gone. */
export const forgetDirectory = (accountId: string): boolean => held().delete(accountId);

/** Forgets one user of an account who was permanently deleted, without opening the others again. */
export const forgetUser = (accountId: string, userId: string): void =>
  held().get(accountId)?.directory.drop(userId);

/** Brings a directory up to date. */
async function brought(db: Database, accountId: string, from: Held): Promise<Directory> {
  const { rows } = await db.$client.query<{
    seq: string;
    count: number;
    changed: boolean;
    seen: boolean;
    apart: boolean;
  }>({
    name: "directory_state",
    text: `select a.directory_seq as seq, a.user_count as count, a.directory_seq > $2 as changed,
      coalesce((select p.seen_at from presence p where p.account_id = $1 order by p.seen_at desc limit 1)
        > $3::timestamptz, false) as seen, current_user = 'castellan_support' as apart
      from accounts a where a.id = $1`,
    values: [accountId, from.seq, from.seenTo],
  });
  const [state] = rows;
  if (!state) throw new Failure("not_found");
  if (state.apart && from.shared) return brought(db, accountId, { ...empty(), shared: false });
  if (state.changed) await readChanges(db, accountId, from);
  if (state.seen) await readPresence(db, accountId, from);
  if (from.directory.size !== state.count) await dropRemoved(db, accountId, from);
  from.seq = Math.max(from.seq, Number(state.seq));
  if (from.shared) keep(accountId, from);
  return from.directory;
}

async function readChanges(db: Database, accountId: string, into: Held): Promise<void> {
  const { rows } = await db.$client.query<{
    id: string;
    seq: number;
    card: Buffer;
    title: Buffer | null;
    role: Role;
    status: Status;
    created: number;
    paused_until: Date | null;
  }>({
    name: "directory_changes",
    text: `select id, directory_seq::float8 as seq, card, title, role, status, extract(epoch from created_at)::float8 * 1000 as created, paused_until
      from users where account_id = $1 and directory_seq > $2`,
    values: [accountId, into.seq],
  });
  const vault = await accountVault(db, accountId);
  for (let from = 0; from < rows.length; from += OPENED_AT_ONCE) {
    if (from > 0) await new Promise(setImmediate);
    const entries = rows.slice(from, from + OPENED_AT_ONCE).map((row): Entry => ({
      id: row.id,
      seq: row.seq,
      ...openCard(vault, row.id, row.card),
      title: row.title && vault.open(titlePlace(row.id), row.title),
      role: roles.find((role) => role === row.role)!,
      status: statuses.find((status) => status === row.status)!,
      createdAt: Math.floor(row.created),
      pausedUntil: row.paused_until?.toISOString() ?? null,
      lastSeenAt: null,
    }));
    into.directory.put(entries, rows.length);
  }
}

async function readPresence(db: Database, accountId: string, into: Held): Promise<void> {
  const { rows } = await db.$client.query<{ id: string; seen: number; at: string }>({
    name: "directory_presence",
    text: `select user_id as id, extract(epoch from seen_at)::float8 * 1000 as seen, seen_at::text as at
      from presence where account_id = $1 and seen_at > $2::timestamptz order by seen_at`,
    values: [accountId, into.seenTo],
  });
  for (const { id, seen } of rows) into.directory.saw(id, Math.floor(seen));
  into.seenTo = rows.at(-1)?.at ?? into.seenTo;
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
