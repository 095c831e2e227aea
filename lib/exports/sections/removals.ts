import { and, eq, gt } from "drizzle-orm";

import { ledger } from "@/lib/db/schema";
import { TakeOutRemoval } from "@/lib/exports/format";
import type { OfAccount } from "./of-account";
import { countOf, PAGE, pagesOf } from "./section";

/** What was permanently deleted: one line each, without content. */
export const removals: OfAccount<typeof TakeOutRemoval> = {
  name: "removals",
  about: "Permanent deletions: when, and how much went along. What they held is gone.",
  shape: TakeOutRemoval,
  count: ({ db, whose: { accountId } }) => countOf(db, "ledger", accountId),
  async *read({ db, whose: { accountId } }) {
    const page = (after: typeof ledger.$inferSelect | null) =>
      db
        .select()
        .from(ledger)
        .where(and(eq(ledger.accountId, accountId), after ? gt(ledger.id, after.id) : undefined))
        .orderBy(ledger.id)
        .limit(PAGE);
    for await (const rows of pagesOf(page)) {
      yield rows.map(({ accountId: _account, at, ...row }) => ({ ...row, at: at.toISOString() }));
    }
  },
};
