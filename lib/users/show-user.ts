import { and, eq } from "drizzle-orm";
import { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { presence } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { pendingEmailOf } from "@/lib/links/rows";
import { isIn } from "@/lib/people/places";
import { abilitiesOn } from "@/lib/policy/abilities";
import { BIN_LASTS } from "./bin";
import { invitationStateOf } from "./invitation-state";
import { findUser, type FoundUser, openPauseReason, openTitle } from "./rows";
import { UserId, UserView } from "./user";

/** One user, whole, with what the one who asks may do to them. */
export const showUser = query("user.show", {
  input: z.strictObject({ userId: UserId }),
  output: UserView,
  refuses: [],
  target: findUser,
  async run({ db, me, target }): Promise<UserView> {
    const { row } = target;
    await enterScope(db, row.accountId, row.personId);
    return {
      id: target.id,
      name: target.name,
      email: target.email,
      title: await openTitle(db, row),
      role: target.role,
      status: target.status,
      locale: row.locale,
      timeZone: row.timeZone,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: await lastSeen(db, target),
      pause: row.pausedAt && {
        reason: await openPauseReason(db, row),
        since: row.pausedAt.toISOString(),
        until: row.pausedUntil?.toISOString() ?? null,
      },
      deletion: row.deletedAt && {
        at: row.deletedAt.toISOString(),
        purgeAfter: new Date(row.deletedAt.getTime() + BIN_LASTS).toISOString(),
      },
      pendingEmail: isIn(target) ? await pendingEmailOf(db, row.personId) : null,
      invitation: target.status === "invited" ? await invitationStateOf(db, target) : null,
      version: row.version,
      may: abilitiesOn(me, target),
    };
  },
});

async function lastSeen(db: Database, user: FoundUser): Promise<string | null> {
  const [row] = await db
    .select({ seenAt: presence.seenAt })
    .from(presence)
    .where(and(eq(presence.accountId, user.row.accountId), eq(presence.userId, user.id)));
  return row?.seenAt.toISOString() ?? null;
}
