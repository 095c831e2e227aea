import { and, eq, inArray } from "drizzle-orm";

import { namePlace } from "@/lib/api-keys/rows";
import type { Database } from "@/lib/db/connection";
import { apiKeys } from "@/lib/db/schema";
import type { Names } from "@/lib/users/rows";
import { accountVault } from "@/lib/vault/keyring";

/** The names of some keys of the account, by id; those that are gone have none. */
export async function keyNames(
  db: Database,
  accountId: string,
  ids: readonly (string | null)[],
): Promise<Names> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (!wanted.length) return new Map();
  const vault = await accountVault(db, accountId);
  const rows = await db
    .select({ id: apiKeys.id, name: apiKeys.name })
    .from(apiKeys)
    .where(and(eq(apiKeys.accountId, accountId), inArray(apiKeys.id, wanted)));
  return new Map(rows.map(({ id, name }) => [id, vault.open(namePlace(id), name)]));
}
