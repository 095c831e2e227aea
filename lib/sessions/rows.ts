import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { sessions } from "@/lib/db/schema";
import { personVault } from "@/lib/vault/keyring";
import type { Origin } from "./origin";
import type { SessionView } from "./session";

/** A person has at most this many live sessions; one more ends the oldest (ASVS V7.1.2). */
export const MOST_SESSIONS = 10;

export const originPlace = (sessionId: string) => ({
  table: "sessions",
  column: "origin",
  row: sessionId,
});

const live = sql`${sessions.endedAt} is null and ${sessions.expiresAt} > now() and ${sessions.seenAt} > now() - interval '30 minutes'`;

/** Live sessions as people see them, the last used first. */
export async function sessionViews(
  db: Database,
  whose: { personId: string } | { accountId: string; userId: string; personId: string },
  current: string | null,
): Promise<SessionView[]> {
  const rows = await db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.personId, whose.personId),
        "userId" in whose
          ? and(eq(sessions.accountId, whose.accountId), eq(sessions.userId, whose.userId))
          : undefined,
        live,
      ),
    )
    .orderBy(desc(sessions.seenAt));
  const vault = await personVault(db, whose.personId);
  return rows.map((row) => {
    const origin = vault.openJson<Origin | null>(originPlace(row.id), row.origin);
    return {
      id: row.id,
      device: origin?.browser ?? "Unknown device",
      place: origin?.place ?? null,
      kind: row.kind,
      startedAt: row.createdAt.toISOString(),
      lastSeenAt: row.seenAt.toISOString(),
      current: row.id === current,
    };
  });
}

/** Ends the oldest sessions past the most a person may have. */
export async function endOldest(db: Database, personId: string): Promise<void> {
  const tooOld = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.personId, personId), live))
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .offset(MOST_SESSIONS);
  await db
    .update(sessions)
    .set({ endedAt: sql`now()`, endedBy: "limit" })
    .where(and(inArray(sessions.id, tooOld), isNull(sessions.endedAt)));
}
