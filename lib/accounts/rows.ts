import { and, eq, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { prepared } from "@/lib/db/prepared";
import { accounts, users } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { addKey } from "@/lib/vault/key-store";
import { accountVault, freshVault, wrappingRootKey } from "@/lib/vault/keyring";
import type { Actor } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { openCard } from "@/lib/users/card";

const namePlace = (accountId: string) => ({ table: "accounts", column: "name", row: accountId });

/** The name of the account in scope. */
export async function accountName(db: Database, accountId: string): Promise<string> {
  const [row] = await prepared(db, "account_name", nameById).execute({ id: accountId });
  return (await accountVault(db, accountId)).open(namePlace(accountId), row!.name);
}

const nameById = (db: Database) =>
  db
    .select({ name: accounts.name })
    .from(accounts)
    .where(eq(accounts.id, sql.placeholder("id")));

/** The account of the one who acts, as something a verb is done to. */
export async function findAccount({ db, me }: { db: Database; me: Actor }) {
  const id = accountOf(me);
  const [row] = await db
    .select({ version: accounts.version })
    .from(accounts)
    .where(eq(accounts.id, id));
  const name = await accountName(db, id);
  return { kind: "account", id, name, holder: null, version: row!.version } as const;
}

/** Makes an account with its key, and opens its scope. It has no owner yet. */
export async function createAccountRow(db: Database, name: string): Promise<string> {
  const id = newId();
  await enterScope(db, id);
  const { vault, key } = freshVault(await wrappingRootKey(db), `account:${id}`);
  await db.insert(accounts).values({ id, name: vault.seal(namePlace(id), name) });
  await addKey(db, `account:${id}`, key);
  return id;
}

export async function renameAccount(db: Database, accountId: string, name: string): Promise<void> {
  const vault = await accountVault(db, accountId);
  await db
    .update(accounts)
    .set({ name: vault.seal(namePlace(accountId), name), version: sql`${accounts.version} + 1` })
    .where(eq(accounts.id, accountId));
}

/** Whether nobody gets into an account any more: its cooling-off is over, whatever has run since. */
export async function isSealed(db: Database, accountId: string): Promise<boolean> {
  const { rows } = await db.$client.query<{ sealed: boolean }>({
    name: "is_sealed",
    text: "select castellan.is_sealed($1) as sealed",
    values: [accountId],
  });
  return rows[0]!.sealed;
}

/** The owners of the account, whatever their status. */
export async function ownersOf(db: Database, accountId: string) {
  const vault = await accountVault(db, accountId);
  const rows = await db
    .select({ id: users.id, personId: users.personId, card: users.card, status: users.status })
    .from(users)
    .where(and(eq(users.accountId, accountId), eq(users.role, "owner")));
  return rows.map(({ card, ...row }) => ({ ...row, ...openCard(vault, row.id, card) }));
}
