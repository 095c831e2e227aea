import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";

import { AccountId } from "@/lib/accounts/account";
import { holds } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { findHeld, tellHold } from "./held-account";
import { liveHoldsOf } from "./rows";

/** Ends a hold before its day: the purge goes on as if there had been none. */
export const releaseHold = command("account.release_hold", {
  input: z.strictObject({ accountId: AccountId, holdId: z.uuid() }),
  refuses: ["not_found", "not_held"],
  async run({ db, me, input: { accountId, holdId }, request }) {
    if (me.kind !== "staff") throw new Failure("forbidden");
    const account = await findHeld(db, accountId);
    const hold = (await liveHoldsOf(db, accountId)).find(({ id }) => id === holdId);
    if (!hold) throw new Failure("not_held");
    await db
      .update(holds)
      .set({ releasedAt: sql`now()`, releasedBy: me.staffId })
      .where(and(eq(holds.accountId, accountId), eq(holds.id, holdId)));
    const facts = { category: hold.category, until: hold.until.toISOString() };
    return { value: null, told: await tellHold(db, account, "released", facts, request) };
  },
});
