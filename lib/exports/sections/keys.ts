import { and, eq } from "drizzle-orm";
import type { z } from "zod";

import { namePlace, openNetworks } from "@/lib/api-keys/rows";
import { KEY_PREFIX } from "@/lib/api-keys/token";
import type { Database } from "@/lib/db/connection";
import { apiKeys as table } from "@/lib/db/schema";
import { accountVault } from "@/lib/vault/keyring";
import { TakeOutKey } from "@/lib/exports/format";
import type { OfAccount } from "./of-account";
import { countOf, iso } from "./section";

/** Keys of an account, or those of one holder, as an archive has them: never the key, nor its hash. */
export async function readKeys(
  db: Database,
  accountId: string,
  holderId?: string,
): Promise<z.infer<typeof TakeOutKey>[]> {
  const vault = await accountVault(db, accountId);
  const rows = await db
    .select()
    .from(table)
    .where(and(eq(table.accountId, accountId), holderId ? eq(table.holderId, holderId) : undefined))
    .orderBy(table.id);
  return rows.map((row) => ({
    id: row.id,
    name: vault.open(namePlace(row.id), row.name),
    hint: `${KEY_PREFIX}…${row.hint}`,
    holderId: row.holderId,
    scopes: row.scopes.split(" "),
    networks: openNetworks(vault, row.id, row.networks),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    usedAt: iso(row.usedAt),
    revokedAt: iso(row.revokedAt),
    revokedBecause: row.revokedBecause,
    successorId: row.successorId,
  }));
}

/** The account's keys. An account holds few at once, so they come in one page. */
export const apiKeys: OfAccount<typeof TakeOutKey> = {
  name: "api-keys",
  about:
    "API keys: names, scopes and dates. The keys themselves are not in here, nor are their hashes.",
  shape: TakeOutKey,
  count: ({ db, whose: { accountId } }) => countOf(db, "api_keys", accountId),
  async *read({ db, whose: { accountId } }) {
    yield await readKeys(db, accountId);
  },
};
