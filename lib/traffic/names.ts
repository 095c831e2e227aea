import { and, eq, inArray } from "drizzle-orm";

import { namePlace } from "@/lib/api-keys/rows";
import type { Database } from "@/lib/db/connection";
import { apiKeys, users } from "@/lib/db/schema";
import { openCard } from "@/lib/users/card";
import { accountVault } from "@/lib/vault/keyring";

/** Names by id; whoever is gone has none. */
export type Names = ReadonlyMap<string, string>;

export async function userNames(
  db: Database,
  accountId: string,
  ids: readonly (string | null)[],
): Promise<Names> {
  const wanted = distinct(ids);
  if (!wanted.length) return new Map();
  const vault = await accountVault(db, accountId);
  const rows = await db
    .select({ id: users.id, card: users.card })
    .from(users)
    .where(and(eq(users.accountId, accountId), inArray(users.id, wanted)));
  return new Map(rows.map(({ id, card }) => [id, openCard(vault, id, card).name]));
}

export async function keyNames(
  db: Database,
  accountId: string,
  ids: readonly (string | null)[],
): Promise<Names> {
  const wanted = distinct(ids);
  if (!wanted.length) return new Map();
  const vault = await accountVault(db, accountId);
  const rows = await db
    .select({ id: apiKeys.id, name: apiKeys.name })
    .from(apiKeys)
    .where(and(eq(apiKeys.accountId, accountId), inArray(apiKeys.id, wanted)));
  return new Map(rows.map(({ id, name }) => [id, vault.open(namePlace(id), name)]));
}

const distinct = (ids: readonly (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];
