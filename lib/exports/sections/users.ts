import { and, eq, gt } from "drizzle-orm";

import { presence, users as table } from "@/lib/db/schema";
import { openCard } from "@/lib/users/card";
import { openPauseReason, openTitle, type UserRecord } from "@/lib/users/rows";
import { accountVault } from "@/lib/vault/keyring";
import { TakeOutUser } from "@/lib/exports/format";
import type { OfAccount } from "./of-account";
import { countOf, iso, PAGE, pagesOf } from "./section";

/** Everyone who has a place in the account, those in the bin included. Never a password, nor anything made of one. */
export const users: OfAccount<typeof TakeOutUser> = {
  name: "users",
  about: "Everyone in the account: names, addresses, roles, states and dates.",
  shape: TakeOutUser,
  count: ({ db, whose: { accountId } }) => countOf(db, "users", accountId),
  async *read({ db, whose: { accountId } }) {
    const vault = await accountVault(db, accountId);
    const page = (after: { row: UserRecord } | null) =>
      db
        .select({ row: table, seenAt: presence.seenAt })
        .from(table)
        .leftJoin(
          presence,
          and(eq(presence.accountId, table.accountId), eq(presence.userId, table.id)),
        )
        .where(and(eq(table.accountId, accountId), after ? gt(table.id, after.row.id) : undefined))
        .orderBy(table.id)
        .limit(PAGE);
    for await (const rows of pagesOf(page)) {
      const opened: TakeOutUser[] = [];
      for (const { row, seenAt } of rows) {
        opened.push({
          id: row.id,
          ...openCard(vault, row.id, row.card),
          title: await openTitle(db, row),
          role: row.role,
          status: row.status,
          locale: row.locale,
          timeZone: row.timeZone,
          createdAt: row.createdAt.toISOString(),
          acceptedAt: iso(row.acceptedAt),
          lastSeenAt: iso(seenAt),
          pausedAt: iso(row.pausedAt),
          pausedUntil: iso(row.pausedUntil),
          pauseReason: await openPauseReason(db, row),
          deletedAt: iso(row.deletedAt),
          statusBefore: row.statusBefore,
        });
      }
      yield opened;
    }
  },
};
