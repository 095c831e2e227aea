import { eq } from "drizzle-orm";

import { accountName } from "@/lib/accounts/rows";
import { accounts } from "@/lib/db/schema";
import { TakeOutAccount } from "@/lib/exports/format";
import type { OfAccount } from "./of-account";

/** The account itself: one row. */
export const account: OfAccount<typeof TakeOutAccount> = {
  name: "account",
  about: "The account and its settings.",
  shape: TakeOutAccount,
  count: async () => 1,
  async *read({ db, whose: { accountId } }) {
    const [row] = await db
      .select({ createdAt: accounts.createdAt })
      .from(accounts)
      .where(eq(accounts.id, accountId));
    yield [
      {
        id: accountId,
        name: await accountName(db, accountId),
        createdAt: row!.createdAt.toISOString(),
      },
    ];
  },
};
