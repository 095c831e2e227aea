import { sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { presence } from "@/lib/db/schema";

/** Notes that a user was here just now. Later requests are noted by the database, once a minute. */
export async function seen(db: Database, user: { accountId: string; id: string }): Promise<void> {
  await db
    .insert(presence)
    .values({ accountId: user.accountId, userId: user.id, seenAt: sql`now()` })
    .onConflictDoUpdate({
      target: [presence.accountId, presence.userId],
      set: { seenAt: sql`now()` },
    });
}
