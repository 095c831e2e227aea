import { desc } from "drizzle-orm";

import { accountName } from "@/lib/accounts/rows";
import { openDetail } from "@/lib/activity/detail";
import { type Database, inTransaction } from "@/lib/db/connection";
import { activity, users } from "@/lib/db/schema";
import { call, enterScope } from "@/lib/db/scope";
import { emailOf } from "@/lib/people/rows";
import { openCard } from "@/lib/users/card";
import { accountVault } from "@/lib/vault/keyring";

const ACCOUNTS = 50;
const ROWS = 20;

/**
 * Opens sealed fields of every kind in as many accounts: names, cards, addresses, activity. A backup whose keys do not
 * open its data is none.
 *
 * @returns how many were opened
 * @throws when one cannot be opened
 */
export async function openCanaries(): Promise<number> {
  const accounts = await inTransaction((db) => call<{ account_ids: string }>(db, "account_ids"));
  let opened = 0;
  for (const { account_ids: id } of accounts.slice(0, ACCOUNTS))
    opened += await inTransaction((db) => openAccount(db, id));
  return opened;
}

async function openAccount(db: Database, accountId: string): Promise<number> {
  await enterScope(db, accountId);
  await accountName(db, accountId);
  const vault = await accountVault(db, accountId);
  const people = await db
    .select({ id: users.id, card: users.card, personId: users.personId })
    .from(users)
    .limit(ROWS);
  for (const { id, card, personId } of people) {
    openCard(vault, id, card);
    await emailOf(db, personId);
  }
  const events = await db
    .select({ id: activity.id, detail: activity.detail })
    .from(activity)
    .orderBy(desc(activity.at))
    .limit(ROWS);
  for (const { id, detail } of events) openDetail(vault, id, detail);
  return 1 + 2 * people.length + events.length;
}
