import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";

import { erasureRequests } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { anOwnerRemains } from "@/lib/ownership/an-owner-remains";
import { putIntoBin } from "@/lib/users/bin";
import { findUser } from "@/lib/users/rows";
import { UserId } from "@/lib/users/user";
import { insistOnRequest } from "./rows";
import { writeToDeciders } from "./write-to-deciders";

/**
 * Does what nobody answered within the month: the user goes into the bin, and from there for good. Until then, whoever can
 * decide may still refuse with a reason, and restore them.
 */
export const lapseRequest = command("privacy.lapse", {
  input: z.strictObject({ userId: UserId }),
  refuses: ["not_requested"],
  target: findUser,
  upholds: [anOwnerRemains],
  async run({ db, target, request, now }) {
    const asked = await insistOnRequest(db, target.row);
    if (asked.dueAt > now || asked.lapsedAt) throw new Failure("not_requested");
    if (target.status !== "deleted") await putIntoBin(db, target, now, "delete");
    await db
      .update(erasureRequests)
      .set({ lapsedAt: sql`now()` })
      .where(and(eq(erasureRequests.accountId, asked.accountId), eq(erasureRequests.id, asked.id)));
    await writeToDeciders(db, target, asked, "erasureLapsed", request.id);
    return {
      value: null,
      told: {
        object: target,
        changes: [{ field: "status", from: target.status, to: "deleted" }],
      },
    };
  },
});
