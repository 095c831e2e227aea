import { and, desc, eq, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { letters, links } from "@/lib/db/schema";
import { troublePlace } from "@/lib/mail/post";
import { personVault } from "@/lib/vault/keyring";
import type { FoundUser } from "./rows";
import type { InvitationState } from "./user";

/** How the newest invitation of a user fares: its letter on the way, its link waiting, opened or over. */
export async function invitationStateOf(
  db: Database,
  user: FoundUser,
): Promise<InvitationState | null> {
  const [row] = await db
    .select({
      link: links,
      letterId: letters.id,
      sent: letters.sentAt,
      state: letters.state,
      trouble: letters.trouble,
      expired: sql<boolean>`${links.expiresAt} <= now()`,
    })
    .from(links)
    .leftJoin(letters, eq(letters.linkId, links.id))
    .where(
      and(
        eq(links.accountId, user.row.accountId),
        eq(links.userId, user.id),
        eq(links.purpose, "invitation"),
      ),
    )
    .orderBy(desc(links.createdAt))
    .limit(1);
  if (!row) return null;
  const { link } = row;
  const told = (state: InvitationState["state"], at: Date | null): InvitationState => ({
    state,
    reason: null,
    at: (at ?? link.createdAt).toISOString(),
    expiresAt: link.expiresAt.toISOString(),
  });
  if (link.consumedAt) return told("used", link.consumedAt);
  if (link.voidedBecause) return told("lapsed", link.voidedAt);
  if (link.voidedAt) return told("revoked", link.voidedAt);
  if (row.expired) return told("expired", link.expiresAt);
  if (link.openedAt) return told("opened", link.openedAt);
  const reason =
    row.trouble && row.letterId
      ? (await personVault(db, user.row.personId)).open(troublePlace(row.letterId), row.trouble)
      : null;
  if (row.state === "failed") return { ...told("failed", null), reason };
  return row.state === "sent" ? told("sent", row.sent) : { ...told("queued", null), reason };
}
