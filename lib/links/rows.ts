import { and, eq, gt, isNull, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { links } from "@/lib/db/schema";
import { day, hour, minute } from "@/lib/clock";
import { personVault } from "@/lib/vault/keyring";
import { emailIndex } from "@/lib/vault/blind-index";
import { hashToken, newToken } from "./token";

export type Purpose = (typeof links.$inferSelect)["purpose"];

/** How long a link lives. */
export const lives = {
  setup: day,
  invitation: day,
  reset: 20 * minute,
  "email-confirm": hour,
  "email-revert": 3 * day,
} as const satisfies Record<Purpose, number>;

const newEmailPlace = (linkId: string) => ({ table: "links", column: "new_email", row: linkId });

type For = {
  personId: string;
  credentialVersion: number;
  accountId?: string;
  userId?: string;
  newEmail?: string;
};

/**
 * Makes a link and kills the older ones of its kind: at most one is alive per person and purpose, for invitations
 * per user (ASVS V6.4.1). Ways back to an address stay, one for each address that was left: whoever changed it twice
 * must not have killed the first. The token leaves in the letter and is never stored.
 */
export async function issueLink(
  db: Database,
  purpose: Exclude<Purpose, "setup">,
  { personId, credentialVersion, accountId, userId, newEmail }: For,
): Promise<{ id: string; token: string }> {
  if (purpose !== "email-revert") {
    await db
      .update(links)
      .set({ voidedAt: sql`now()` })
      .where(
        and(
          eq(links.personId, personId),
          eq(links.purpose, purpose),
          userId ? eq(links.userId, userId) : undefined,
          isNull(links.consumedAt),
          isNull(links.voidedAt),
        ),
      );
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
    expiresAt: sql`now() + ${lives[purpose]} * interval '1 millisecond'`,
    ...(newEmail && {
      newEmail: (await personVault(db, personId)).seal(newEmailPlace(id), newEmail),
      newEmailIndex: await emailIndex(db, newEmail),
    }),
  });
  return { id, token };
}

/** The address a link changes to, or back to. */
export async function newEmailOf(db: Database, personId: string, linkId: string): Promise<string> {
  const [row] = await db
    .select({ newEmail: links.newEmail })
    .from(links)
    .where(eq(links.id, linkId));
  return (await personVault(db, personId)).open(newEmailPlace(linkId), row!.newEmail!);
}

/** Kills the live links of one purpose that a user was sent; tells how many there were. */
export async function voidUserLinks(
  db: Database,
  user: { accountId: string; id: string },
  purpose: Purpose,
): Promise<number> {
  const gone = await db
    .update(links)
    .set({ voidedAt: sql`now()` })
    .where(
      and(
        eq(links.accountId, user.accountId),
        eq(links.userId, user.id),
        eq(links.purpose, purpose),
        isNull(links.consumedAt),
        isNull(links.voidedAt),
      ),
    );
  return gone.rowCount ?? 0;
}

/** Kills the live links of one purpose of a person; tells how many there were. */
export async function voidPersonLinks(
  db: Database,
  personId: string,
  purpose: Purpose,
): Promise<number> {
  const gone = await db
    .update(links)
    .set({ voidedAt: sql`now()` })
    .where(
      and(
        eq(links.personId, personId),
        eq(links.purpose, purpose),
        isNull(links.consumedAt),
        isNull(links.voidedAt),
      ),
    );
  return gone.rowCount ?? 0;
}

/** Kills the ways back to addresses that a person had only after this one. */
export async function voidLaterWaysBack(
  db: Database,
  personId: string,
  linkId: string,
): Promise<void> {
  await db
    .update(links)
    .set({ voidedAt: sql`now()` })
    .where(
      and(
        eq(links.personId, personId),
        eq(links.purpose, "email-revert"),
        gt(links.id, linkId),
        isNull(links.consumedAt),
        isNull(links.voidedAt),
      ),
    );
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
        isNull(links.consumedAt),
        isNull(links.voidedAt),
        sql`${links.expiresAt} > now()`,
      ),
    );
  return row?.newEmail
    ? (await personVault(db, personId)).open(newEmailPlace(row.id), row.newEmail)
    : null;
}
