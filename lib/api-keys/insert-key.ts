import { eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { apiKeys } from "@/lib/db/schema";
import { hashToken } from "@/lib/links/token";
import type { Scope } from "@/lib/policy/scopes";
import { accountVault } from "@/lib/vault/keyring";
import { type KeyRecord, namePlace, readKeys, sealNetworks } from "./rows";
import { newKey } from "./token";

/** Writes a fresh key; only its hash is kept. */
export async function insertKey(
  db: Database,
  accountId: string,
  one: {
    name: string;
    holderId: string;
    scopes: readonly Scope[];
    networks: readonly string[];
    expiresAt: Date;
  },
): Promise<{ key: string; record: KeyRecord }> {
  const id = newId();
  const key = newKey();
  const vault = await accountVault(db, accountId);
  await db.insert(apiKeys).values({
    accountId,
    id,
    keyHash: hashToken("api-key", key),
    name: vault.seal(namePlace(id), one.name),
    hint: key.slice(-4),
    holderId: one.holderId,
    scopes: one.scopes.join(" "),
    networks: sealNetworks(vault, id, one.networks),
    expiresAt: one.expiresAt,
  });
  const [record] = await readKeys(db, accountId, { where: eq(apiKeys.id, id), limit: 1 });
  return { key, record: record! };
}
