import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { links } from "@/lib/db/schema";
import { day, hour, minute } from "@/lib/clock";
import { personVault } from "@/lib/vault/keyring";
import { emailIndex } from "@/lib/vault/blind-index";
import type { Starter } from "./starter";
import { hashToken, newToken } from "./token";

export type Purpose = (typeof links.$inferSelect)["purpose"];

/** How long a link lives. */
export const lives = {
  setup: day,
  invitation: day,
  "staff-invitation": day,
  reset: 20 * minute,
  "email-confirm": hour,
  "email-stop": 3 * day,
  "email-revert": 3 * day,
} as const satisfies Record<Purpose, number>;

const unused = and(isNull(links.consumedAt), isNull(links.voidedAt));

const newEmailPlace = (linkId: string) => ({ table: "links", column: "new_email", row: linkId });

type For = {
  personId: string;
  credentialVersion: number;
  accountId?: string;
  userId?: string;
  newEmail?: string;
  starter: Starter;
  /** how long it opens nothing, so that somebody else has time to stop it */
  waits?: number;
};

/**
 * Makes a link and kills the older ones of its kind: at most one is alive per person and purpose, for invitations
 * per user (ASVS V6.4.1). Ways back to an address stay, one for each address that was left: whoever changed it twice
 * must not have killed the first. The token leaves in the letter and is never stored.
 */
export async function issueLink(
  db: Database,
  purpose: Exclude<Purpose, "setup">,
  { personId, credentialVersion, accountId, userId, newEmail, starter, waits = 0 }: For,
): Promise<{ id: string; token: string }> {
  if (purpose !== "email-revert") {
    const whose =
      purpose === "invitation" && accountId && userId ? { accountId, userId } : { personId };
    await voidLinks(db, whose, purpose);
  }
  const id = newId();
  const token = newToken();
  await db.insert(links).values({
    id,
    tokenHash: hashToken("link", token),
    purpose,
    personId,
    accountId,
    userId,
    credentialVersion,
    ...starter,
    expiresAt: sql`now() + ${lives[purpose] + 2 * waits} * interval '1 millisecond'`,
    ...(waits > 0 && { notBefore: sql`now() + ${waits} * interval '1 millisecond'` }),
    ...(newEmail && {
      newEmail: (await personVault(db, personId)).seal(newEmailPlace(id), newEmail),
      newEmailIndex: await emailIndex(db, newEmail),
    }),
  });
  return { id, token };
}

/** Addresses a person in scope had or was about to have, as far as links to change them are kept. */
export async function addressesInLinks(db: Database, personId: string): Promise<string[]> {
  const rows = await db
    .select({ id: links.id, newEmail: links.newEmail })
    .from(links)
    .where(and(eq(links.personId, personId), isNotNull(links.newEmail)));
  const vault = await personVault(db, personId);
  return rows.map(({ id, newEmail }) => vault.open(newEmailPlace(id), newEmail!));
}

/** The address a link changes to, or back to. */
export async function newEmailOf(db: Database, personId: string, linkId: string): Promise<string> {
  const [row] = await db
    .select({ newEmail: links.newEmail })
    .from(links)
    .where(eq(links.id, linkId));
  return (await personVault(db, personId)).open(newEmailPlace(linkId), row!.newEmail!);
}

/**
 * Kills the live links of one purpose, of a person or of a user; those issued after another link where one is named.
 * Tells how many there were.
 */
export async function voidLinks(
  db: Database,
  whose: { personId: string; after?: string } | { accountId: string; userId: string },
  purpose: Purpose,
): Promise<number> {
  const gone = await db
    .update(links)
    .set({ voidedAt: sql`now()` })
    .where(
      and(
        "personId" in whose
          ? eq(links.personId, whose.personId)
          : and(eq(links.accountId, whose.accountId), eq(links.userId, whose.userId)),
        "after" in whose && whose.after ? gt(links.id, whose.after) : undefined,
        eq(links.purpose, purpose),
        unused,
      ),
    );
  return gone.rowCount ?? 0;
}

/** The address that waits to be confirmed, if one does. */
export async function pendingEmailOf(db: Database, personId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: links.id, newEmail: links.newEmail })
    .from(links)
    .where(
      and(
        eq(links.personId, personId),
        eq(links.purpose, "email-confirm"),
        unused,
        sql`${links.expiresAt} > now()`,
      ),
    );
  return row?.newEmail
    ? (await personVault(db, personId)).open(newEmailPlace(row.id), row.newEmail)
    : null;
}
