import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { apiKeys, users } from "@/lib/db/schema";
import type { Origin } from "@/lib/sessions/origin";
import { openCard } from "@/lib/users/card";
import type { Role, Status } from "@/lib/users/user";
import { accountVault } from "@/lib/vault/keyring";
import type { Vault } from "@/lib/vault/vault";

export const namePlace = (keyId: string) => ({ table: "api_keys", column: "name", row: keyId });
const networksPlace = (keyId: string) => ({ table: "api_keys", column: "networks", row: keyId });
export const usePlace = (keyId: string) => ({ table: "api_keys", column: "used_from", row: keyId });

/** Ranges as they are stored; none, which is everywhere, is stored as nothing. */
export const sealNetworks = (vault: Vault, keyId: string, networks: readonly string[]) =>
  networks.length > 0 ? vault.sealJson(networksPlace(keyId), networks) : null;
export const openNetworks = (vault: Vault, keyId: string, sealed: Buffer | null): string[] =>
  sealed ? vault.openJson<string[]>(networksPlace(keyId), sealed) : [];

export type KeyHolder = { id: string; name: string; role: Role; status: Status };
/** A key as it is stored, with whoever holds it, opened. */
export type KeyRecord = Omit<typeof apiKeys.$inferSelect, "name" | "networks" | "usedFrom"> & {
  name: string;
  networks: string[];
  lastFrom: Origin | null;
  holder: KeyHolder | null;
  expired: boolean;
  daysLeft: number;
};

/** Works, or works again when its holder is back. */
const live = and(
  isNull(apiKeys.revokedAt),
  gt(apiKeys.expiresAt, sql`now()`),
  isNotNull(apiKeys.holderId),
);

/** Keys of an account, the newest first, as the condition has them. */
export async function readKeys(
  db: Database,
  accountId: string,
  {
    where,
    state,
    before,
    limit,
  }: { where?: SQL; state?: "live" | "ended"; before?: string; limit: number },
): Promise<KeyRecord[]> {
  const rows = await db
    .select({
      key: apiKeys,
      expired: sql<boolean>`${apiKeys.expiresAt} <= now()`,
      daysLeft: sql<number>`greatest(0, ceil(extract(epoch from ${apiKeys.expiresAt} - now()) / 86400))::int`,
      holder: { id: users.id, card: users.card, role: users.role, status: users.status },
    })
    .from(apiKeys)
    .leftJoin(users, and(eq(users.accountId, apiKeys.accountId), eq(users.id, apiKeys.holderId)))
    .where(
      and(
        eq(apiKeys.accountId, accountId),
        where,
        state === "live" ? live : undefined,
        state === "ended"
          ? or(
              isNotNull(apiKeys.revokedAt),
              sql`${apiKeys.expiresAt} <= now()`,
              isNull(apiKeys.holderId),
            )
          : undefined,
        before ? lt(apiKeys.id, before) : undefined,
      ),
    )
    .orderBy(desc(apiKeys.id))
    .limit(limit);
  const vault = await accountVault(db, accountId);
  return rows.map(({ key: { name, networks, usedFrom, ...key }, holder, expired, daysLeft }) => ({
    ...key,
    name: vault.open(namePlace(key.id), name),
    networks: openNetworks(vault, key.id, networks),
    lastFrom: usedFrom && vault.openJson<Origin | null>(usePlace(key.id), usedFrom),
    holder: holder && {
      id: holder.id,
      name: openCard(vault, holder.id, holder.card).name,
      role: holder.role,
      status: holder.status,
    },
    expired,
    daysLeft: key.revokedAt || !holder ? 0 : daysLeft,
  }));
}

/** Who holds each of some keys, by the key's id; those whose holder is gone left out. */
export async function holdersOf(
  db: Database,
  accountId: string,
  keyIds: string[],
): Promise<Map<string, Pick<KeyHolder, "id" | "name">>> {
  const rows = await db
    .select({ keyId: apiKeys.id, id: users.id, card: users.card })
    .from(apiKeys)
    .innerJoin(users, and(eq(users.accountId, apiKeys.accountId), eq(users.id, apiKeys.holderId)))
    .where(and(eq(apiKeys.accountId, accountId), inArray(apiKeys.id, keyIds)));
  const vault = await accountVault(db, accountId);
  return new Map(
    rows.map(({ keyId, id, card }) => [keyId, { id, name: openCard(vault, id, card).name }]),
  );
}

/** How many keys of the account work and have no successor yet. */
export async function countLiveKeys(db: Database, accountId: string): Promise<number> {
  return db.$count(
    apiKeys,
    and(eq(apiKeys.accountId, accountId), live, isNull(apiKeys.successorId)),
  );
}
