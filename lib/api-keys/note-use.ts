import { and, eq, isNull, lt, or, sql } from "drizzle-orm";

import { inTransaction } from "@/lib/db/connection";
import { apiKeys } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import type { RequestInfo } from "@/lib/gate/claim";
import { log } from "@/lib/log";
import type { KeyActor } from "@/lib/policy/actor";
import { originOf } from "@/lib/sessions/origin";
import { accountVault } from "@/lib/vault/keyring";
import { usePlace } from "./rows";

const underWay = new Set<string>();

/**
 * Notes when and from where a key was used, at most once a minute, beside the call and not in it: nobody waits for it,
 * and it stays although the call is refused.
 */
export function noteUse({ keyId, accountId }: KeyActor, request: RequestInfo): void {
  if (underWay.has(keyId)) return;
  underWay.add(keyId);
  void inTransaction(async (db) => {
    await enterScope(db, accountId);
    const vault = await accountVault(db, accountId);
    await db
      .update(apiKeys)
      .set({
        usedAt: sql`now()`,
        usedFrom: vault.sealJson(usePlace(keyId), originOf(request)),
      })
      .where(
        and(
          eq(apiKeys.accountId, accountId),
          eq(apiKeys.id, keyId),
          or(isNull(apiKeys.usedAt), lt(apiKeys.usedAt, sql`now() - interval '1 minute'`)),
        ),
      );
  })
    .catch((error: unknown) => log.warn({ err: error }, "the use of a key was not noted"))
    .finally(() => underWay.delete(keyId));
}
