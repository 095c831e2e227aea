import { and, eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { accounts, users } from "@/lib/db/schema";
import { addressesInLinks } from "@/lib/links/rows";
import { emailOf } from "@/lib/people/rows";
import { openCard } from "@/lib/users/card";
import { accountVault } from "@/lib/vault/keyring";

/**
 * What a user is called in texts, for an account and a person in scope: their name, their address, and the addresses they had or were about
 * to have. The name is missing where the account is being purged, whose key was destroyed first.
 */
export async function calledIn(
  db: Database,
  { accountId, userId, personId }: { accountId: string; userId: string; personId: string },
): Promise<string[]> {
  const [row] = await db
    .select({ card: users.card, state: accounts.state })
    .from(users)
    .innerJoin(accounts, eq(accounts.id, users.accountId))
    .where(and(eq(users.accountId, accountId), eq(users.id, userId)));
  const card =
    row && row.state !== "purging"
      ? openCard(await accountVault(db, accountId), userId, row.card)
      : null;
  const addresses = [await emailOf(db, personId), ...(await addressesInLinks(db, personId))];
  return [...new Set([...(card ? [card.name, card.email] : []), ...addresses])];
}
