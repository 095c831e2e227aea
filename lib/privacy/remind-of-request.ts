import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";

import { erasureRequests } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { findUser } from "@/lib/users/rows";
import { UserId } from "@/lib/users/user";
import { insistOnRequest } from "./rows";
import { writeToDeciders } from "./write-to-deciders";

/** Reminds whoever can decide of a request that nobody has answered, by letter, after 14 and after 25 days. */
export const remindOfRequest = command("privacy.remind", {
  input: z.strictObject({ userId: UserId }),
  refuses: ["not_requested"],
  target: findUser,
  async run({ db, target, request }) {
    const asked = await insistOnRequest(db, target.row);
    await writeToDeciders(db, target, asked, "erasureDue", request.id);
    await db
      .update(erasureRequests)
      .set({ reminders: sql`${erasureRequests.reminders} + 1` })
      .where(and(eq(erasureRequests.accountId, asked.accountId), eq(erasureRequests.id, asked.id)));
    return {
      value: null,
      told: { object: target, particulars: { dueAt: asked.dueAt.toISOString() } },
    };
  },
});
