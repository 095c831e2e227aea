import { eq } from "drizzle-orm";

import { accountName } from "@/lib/accounts/rows";
import { namePlace } from "@/lib/api-keys/rows";
import { type Database, inTransaction } from "@/lib/db/connection";
import { apiKeys, users, webhookEndpoints } from "@/lib/db/schema";
import { call, enterScope } from "@/lib/db/scope";
import { mended } from "@/lib/shapes/line";
import { localeNamed } from "@/lib/shapes/locale";
import { zoneNamed } from "@/lib/shapes/time-zone";
import { openCard } from "@/lib/users/card";
import { openTitle } from "@/lib/users/rows";
import { accountVault } from "@/lib/vault/keyring";
import { openDescription } from "@/lib/webhooks/rows";

/**
 * Lists what was kept before today's rules and would not be taken as it is: names, titles, descriptions, languages and
 * time zones. By ids alone, since the operator reads no names of customers. Nothing is changed: owners and administrators
 * write each anew.
 */
export async function names(): Promise<string[]> {
  const lines = await inTransaction(async (db) => {
    const found: string[] = [];
    for (const { account_ids: id } of await call<{ account_ids: string }>(db, "account_ids")) {
      await enterScope(db, id);
      found.push(...(await oldIn(db, id)).map((line) => `account ${id}: ${line}`));
    }
    return found;
  }, "read");
  return lines.length ? lines : ["Every name, language and time zone is as it should be."];
}

async function oldIn(db: Database, accountId: string): Promise<string[]> {
  const vault = await accountVault(db, accountId);
  const found = [text("its name", await accountName(db, accountId))];
  for (const row of await db.select().from(users).where(eq(users.accountId, accountId))) {
    found.push(
      text(`name of user ${row.id}`, openCard(vault, row.id, row.card).name),
      text(`title of user ${row.id}`, await openTitle(db, row)),
      spelling(`language of user ${row.id}`, row.locale, localeNamed),
      spelling(`time zone of user ${row.id}`, row.timeZone, zoneNamed),
    );
  }
  const keys = await db
    .select({ id: apiKeys.id, name: apiKeys.name })
    .from(apiKeys)
    .where(eq(apiKeys.accountId, accountId));
  for (const { id, name } of keys)
    found.push(text(`name of API key ${id}`, vault.open(namePlace(id), name)));
  const endpoints = await db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.accountId, accountId));
  for (const row of endpoints)
    found.push(text(`description of webhook ${row.id}`, openDescription(vault, row)));
  return found.filter((line) => line !== null);
}

function text(what: string, kept: string | null): string | null {
  if (kept === null) return null;
  const better = mended(kept);
  if (better === kept) return null;
  return better === null
    ? `${what}: nothing in it is visible; it needs a new one`
    : `${what}: has invisible characters or unusual spaces; write it anew`;
}

function spelling(
  what: string,
  kept: string | null,
  known: (kept: string) => string | null,
): string | null {
  if (kept === null || known(kept) === kept) return null;
  const better = known(kept);
  return better
    ? `${what}: ${kept} is written ${better} now`
    : `${what}: ${kept} is unknown; choose another`;
}
