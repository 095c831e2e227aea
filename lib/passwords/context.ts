import { accountName } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { readEnv } from "@/lib/env";
import { emailOf, placesOf } from "@/lib/people/rows";
import { openCard } from "@/lib/users/card";
import { users } from "@/lib/db/schema";
import { accountVault } from "@/lib/vault/keyring";
import { and, eq } from "drizzle-orm";
import { contextWords } from "./context-words";

/** The words a person's password must not be made of: theirs, their accounts', ours (ASVS V6.2.11). */
export async function contextOf(db: Database, personId: string): Promise<string[]> {
  const emails = [await emailOf(db, personId)];
  const names: string[] = [];
  const accountNames: string[] = [];
  for (const place of await placesOf(db, personId)) {
    await enterScope(db, place.account_id, personId);
    accountNames.push(await accountName(db, place.account_id));
    const [row] = await db
      .select({ card: users.card })
      .from(users)
      .where(and(eq(users.accountId, place.account_id), eq(users.id, place.user_id)));
    names.push(openCard(await accountVault(db, place.account_id), place.user_id, row!.card).name);
  }
  const host = new URL(readEnv(process.env).origin).hostname;
  return contextWords({ productName: "Castellan", accountNames, host, names, emails });
}
