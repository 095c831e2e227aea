import { sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { users } from "@/lib/db/schema";
import type { TakeOutUser } from "@/lib/exports/format";
import { sealCard } from "@/lib/users/card";
import { sealPauseReason, sealTitle } from "@/lib/users/rows";
import { accountVault } from "@/lib/vault/keyring";
import { isInvited } from "./check-archive";

/**
 * Puts somebody of an archive into the new account. Nobody arrives active: they agree by setting a password. A pause stays
 * until somebody ends it, also one that had an end; the bin keeps them for its thirty days from now on.
 */
export async function insertImportedUser(
  db: Database,
  at: { accountId: string; id: string; personId: string },
  user: TakeOutUser,
): Promise<void> {
  const { name, email, role, locale, timeZone, createdAt } = user;
  const before = user.statusBefore === "paused" ? "paused" : "invited";
  const status = isInvited(user) ? "invited" : (user.status as "paused" | "deleted");
  const pausedAt = user.pausedAt === null ? sql`now()` : new Date(user.pausedAt);
  const wasPaused = status === "paused" || (status === "deleted" && before === "paused");
  await db.insert(users).values({
    ...at,
    card: sealCard(await accountVault(db, at.accountId), at.id, { name, email }),
    title: await sealTitle(db, at, user.title),
    ...{ role, status, locale, timeZone },
    pauseReason: wasPaused ? await sealPauseReason(db, at, user.pauseReason) : null,
    pausedAt: wasPaused ? pausedAt : null,
    statusBefore: status === "deleted" ? before : null,
    deletedAt: status === "deleted" ? sql`now()` : null,
    createdAt: new Date(createdAt),
  });
}
