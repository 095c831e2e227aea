import { eq } from "drizzle-orm";
import { z } from "zod";

import { AccountId } from "@/lib/accounts/account";
import { ownersOf } from "@/lib/accounts/rows";
import { journalErasure } from "@/lib/backups/journal";
import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { holds, purges, users } from "@/lib/db/schema";
import { call, enterScope } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { forgetLimitsOfAccount } from "@/lib/limits/forget";
import { hashCode, keepRecipient, newCode } from "@/lib/purge/certify";
import type { Facts } from "@/lib/purge/statement";
import { openCard } from "@/lib/users/card";
import { destroyKeys } from "@/lib/vault/key-store";
import { accountVault } from "@/lib/vault/keyring";

type Begun = { requested_at: Date; cooling_ends_at: Date; on_request: boolean };

/**
 * Begins the purge of a closed account whose time has come, for good: its keys are destroyed first, so that whatever is still there
 * is noise already, and no restore brings it back. The rows follow in steps (`lib/purge/run-purge.ts`).
 */
export const purgeAccount = command("account.purge", {
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({ purgeId: z.uuid() }),
  refuses: ["not_closing"],
  async run({ db, input: { accountId }, now }) {
    const [begun] = await call<Begun>(db, "begin_purge", accountId);
    if (!begun) throw new Failure("not_closing");
    await enterScope(db, accountId);
    const owners = (await ownersOf(db, accountId)).filter(({ status }) => status === "active");
    await forgetLimitsOf(db, accountId);
    const facts: Facts = {
      requestedAt: begun.requested_at.toISOString(),
      sealedAt: begun.cooling_ends_at.toISOString(),
      lane: begun.on_request ? "on_request" : "next_cleanup",
      holds: await holdsOf(db, accountId),
      keys: await destroyKeys(db, `account:${accountId}`),
    };
    const purgeId = newId();
    const code = newCode();
    await db.insert(purges).values({
      ...{ id: purgeId, kind: "account", accountId, objectId: accountId },
      ...{ codeHash: hashCode(code), facts: JSON.stringify(facts) },
    });
    for (const { email } of owners) await keepRecipient(db, purgeId, { email, code });
    await journalErasure(
      db,
      { kind: "account", accountId, objectId: accountId, personId: null },
      now,
    );
    return { value: { purgeId }, told: { logged: { id: accountId, name: null } } };
  },
});

/** Counters of tries are kept under hashes of addresses and ids: this is the last moment they can be found. */
async function forgetLimitsOf(db: Database, accountId: string): Promise<void> {
  const vault = await accountVault(db, accountId);
  const rows = await db
    .select({ id: users.id, card: users.card })
    .from(users)
    .where(eq(users.accountId, accountId));
  const known = rows.map(({ id, card }) => ({ id, email: openCard(vault, id, card).email }));
  await forgetLimitsOfAccount(db, accountId, known);
}

async function holdsOf(db: Database, accountId: string): Promise<Facts["holds"]> {
  const rows = await db.select().from(holds).where(eq(holds.accountId, accountId));
  return rows.map(({ category, placedAt, until, releasedAt }) => ({
    category,
    placedAt: placedAt.toISOString(),
    until: until.toISOString(),
    releasedAt: releasedAt?.toISOString() ?? null,
  }));
}
