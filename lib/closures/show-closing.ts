import { and, eq } from "drizzle-orm";
import { z } from "zod";

import { users } from "@/lib/db/schema";
import type { Database } from "@/lib/db/connection";
import { query } from "@/lib/gate/query";
import { closingAbilities } from "@/lib/policy/abilities";
import { accountOf } from "@/lib/policy/scope";
import { openCard } from "@/lib/users/card";
import { accountVault } from "@/lib/vault/keyring";
import { Closing } from "./closure";
import { closureOf, type ClosureRecord, liveHoldsOf, purgeDue, reasonOf } from "./rows";

/** How the closing of the account stands, and what postpones it. */
export const showClosing = query("account.show_closing", {
  input: z.strictObject({}),
  output: Closing,
  refuses: [],
  async run({ db, me }): Promise<Closing> {
    const accountId = accountOf(me);
    const closure = await closureOf(db, accountId);
    const held = await liveHoldsOf(db, accountId);
    return {
      closure: closure && {
        requestedAt: closure.requestedAt.toISOString(),
        requestedBy: { id: closure.requestedBy, name: await nameOf(db, closure) },
        reason: await reasonOf(db, closure),
        onRequest: closure.onRequest,
        secondOwner: closure.secondOwner,
        coolingEndsAt: closure.coolingEndsAt?.toISOString() ?? null,
        purgeAt: (await purgeDue(db, accountId))?.toISOString() ?? null,
      },
      holds: held.map(({ id, category, placedAt, until }) => ({
        ...{ id, category },
        placedAt: placedAt.toISOString(),
        until: until.toISOString(),
      })),
      may: closingAbilities(me, closure),
    };
  },
});

/** The owner who asked; null when they are gone since. */
async function nameOf(db: Database, { accountId, requestedBy }: ClosureRecord) {
  const [row] = await db
    .select({ card: users.card })
    .from(users)
    .where(and(eq(users.accountId, accountId), eq(users.id, requestedBy)));
  return row ? openCard(await accountVault(db, accountId), requestedBy, row.card).name : null;
}
