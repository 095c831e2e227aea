import { day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { voidLinks } from "@/lib/links/rows";
import { endUserSessions } from "@/lib/sessions/end";
import { type FoundUser, updateUser } from "./rows";

/** What deleting and leaving share: status, sessions and open links go; everything else waits to be restored. */
export async function putIntoBin(
  db: Database,
  user: FoundUser,
  now: Date,
  why: "delete" | "leave",
): Promise<number> {
  await updateUser(db, user.row, {
    status: "deleted",
    deletedAt: now,
    statusBefore: user.row.status as "invited" | "active" | "paused",
  });
  await voidLinks(db, { accountId: user.row.accountId, userId: user.id }, "invitation");
  return endUserSessions(db, user.row, why);
}

/** How long the bin keeps a user; a job empties it then. The database's `due_users` counts the same days. */
export const BIN_LASTS = 30 * day;
