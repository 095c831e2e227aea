import { and, eq, inArray, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { prepared } from "@/lib/db/prepared";
import { users } from "@/lib/db/schema";
import type { TargetUser } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { type Actor, isOfStaff } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { accountVault } from "@/lib/vault/keyring";
import { openCard, sealCard, titlePlace } from "./card";

export type UserRecord = typeof users.$inferSelect;

/** A user found inside the actor's account, opened as far as verbs need it. */
export type FoundUser = TargetUser & { kind: "user"; email: string; row: UserRecord };

/** The user of that id in the actor's account; not found for every other id, another account's included. */
export async function findUser({
  db,
  me,
  input,
}: {
  db: Database;
  me: Actor;
  input: { userId: string };
}): Promise<FoundUser> {
  const accountId = accountOf(me);
  const [row] = await prepared(db, "find_user", byId).execute({ accountId, id: input.userId });
  if (!row) throw new Failure("not_found");
  return foundUser(db, row);
}

const byId = (db: Database) =>
  db
    .select()
    .from(users)
    .where(
      and(eq(users.accountId, sql.placeholder("accountId")), eq(users.id, sql.placeholder("id"))),
    );

/** The user of the one who acts. */
export async function findSelf({ db, me }: { db: Database; me: Actor }): Promise<FoundUser> {
  if (me.kind !== "user")
    throw new Failure(me.kind === "key" || isOfStaff(me) ? "forbidden" : "unauthenticated");
  return findUser({ db, me, input: { userId: me.userId } });
}

export async function foundUser(db: Database, row: UserRecord): Promise<FoundUser> {
  const { name, email } = openCard(await accountVault(db, row.accountId), row.id, row.card);
  const { id, role, status, version } = row;
  return { kind: "user", id, role, status, version, name, email, row };
}

/**
 * Writes columns of a user as they were found, counting the version on. Whoever was decided upon must still be the
 * same: someone made an owner in between is not demoted. Refused with `changed_meanwhile`.
 */
export async function updateUser(
  db: Database,
  row: Pick<UserRecord, "accountId" | "id" | "version">,
  set: Partial<UserRecord>,
): Promise<void> {
  const { rowCount } = await db
    .update(users)
    .set({ ...set, version: sql`${users.version} + 1` })
    .where(
      and(eq(users.accountId, row.accountId), eq(users.id, row.id), eq(users.version, row.version)),
    );
  if (rowCount !== 1) throw new Failure("changed_meanwhile");
  row.version += 1;
}

/** Writes a user's name or address. */
export async function updateCard(
  db: Database,
  user: FoundUser,
  card: { name?: string; email?: string },
): Promise<void> {
  const vault = await accountVault(db, user.row.accountId);
  await updateUser(db, user.row, {
    card: sealCard(vault, user.id, {
      name: card.name ?? user.name,
      email: card.email ?? user.email,
    }),
  });
}

const pausePlace = (userId: string) => ({ table: "users", column: "pause_reason", row: userId });

export async function sealTitle(
  db: Database,
  row: Pick<UserRecord, "accountId" | "id">,
  title: string | null,
) {
  return title === null
    ? null
    : (await accountVault(db, row.accountId)).seal(titlePlace(row.id), title);
}

export async function openTitle(db: Database, row: UserRecord): Promise<string | null> {
  return row.title && (await accountVault(db, row.accountId)).open(titlePlace(row.id), row.title);
}

export async function sealPauseReason(
  db: Database,
  row: Pick<UserRecord, "accountId" | "id">,
  reason: string | null,
) {
  return reason === null
    ? null
    : (await accountVault(db, row.accountId)).seal(pausePlace(row.id), reason);
}

export async function openPauseReason(db: Database, row: UserRecord): Promise<string | null> {
  return (
    row.pauseReason &&
    (await accountVault(db, row.accountId)).open(pausePlace(row.id), row.pauseReason)
  );
}

/** Names by id; whoever is gone has none. */
export type Names = ReadonlyMap<string, string>;

/** The names of some users of the account, by id. */
export async function userNames(
  db: Database,
  accountId: string,
  ids: readonly (string | null)[],
): Promise<Names> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (!wanted.length) return new Map();
  const vault = await accountVault(db, accountId);
  const rows = await db
    .select({ id: users.id, card: users.card })
    .from(users)
    .where(and(eq(users.accountId, accountId), inArray(users.id, wanted)));
  return new Map(rows.map(({ id, card }) => [id, openCard(vault, id, card).name]));
}
