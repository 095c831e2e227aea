import { and, eq, isNull, ne, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { sessions } from "@/lib/db/schema";

type Why = NonNullable<(typeof sessions.$inferSelect)["endedBy"]>;

const ended = (why: Why) => ({ endedAt: sql`now()`, endedBy: why });

/** Ends every session a user works with in their account; the next request of each is refused (V7.4.2). */
export async function endUserSessions(
  db: Database,
  user: { accountId: string; id: string },
  why: Why,
): Promise<number> {
  const gone = await db
    .update(sessions)
    .set(ended(why))
    .where(
      and(
        eq(sessions.accountId, user.accountId),
        eq(sessions.userId, user.id),
        isNull(sessions.endedAt),
      ),
    );
  return gone.rowCount ?? 0;
}

/** Ends all sessions of a person, but for one where it is named. */
export async function endPersonSessions(
  db: Database,
  personId: string,
  why: Why,
  except?: string,
): Promise<number> {
  const gone = await db
    .update(sessions)
    .set(ended(why))
    .where(
      and(
        eq(sessions.personId, personId),
        isNull(sessions.endedAt),
        except ? ne(sessions.id, except) : undefined,
      ),
    );
  return gone.rowCount ?? 0;
}

/** Ends all sessions a person has in no account: those in which they are of the staff. */
export async function endStaffSessions(db: Database, personId: string): Promise<number> {
  const gone = await db
    .update(sessions)
    .set(ended("operator"))
    .where(
      and(eq(sessions.personId, personId), isNull(sessions.accountId), isNull(sessions.endedAt)),
    );
  return gone.rowCount ?? 0;
}

/** Ends one session of a person; false when it is not live or not theirs. */
export async function endSession(
  db: Database,
  personId: string,
  sessionId: string,
  why: Why,
): Promise<boolean> {
  const gone = await db
    .update(sessions)
    .set(ended(why))
    .where(
      and(eq(sessions.id, sessionId), eq(sessions.personId, personId), isNull(sessions.endedAt)),
    );
  return gone.rowCount === 1;
}
