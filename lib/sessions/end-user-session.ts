import { and, eq } from "drizzle-orm";
import { z } from "zod";

import { sessions } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { findUser } from "@/lib/users/rows";
import { UserId } from "@/lib/users/user";
import { endSession } from "./end";

/** Ends one session a user has in this account (ASVS V7.4.5). Their sessions in other accounts cannot be seen here. */
export const endUserSession = command("user.end_session", {
  input: z.strictObject({ userId: UserId, sessionId: z.uuid() }),
  refuses: [],
  target: findUser,
  async run({ db, target, input: { sessionId } }) {
    const [here] = await db
      .select({ id: sessions.id })
      .from(sessions)
      .where(
        and(
          eq(sessions.id, sessionId),
          eq(sessions.accountId, target.row.accountId),
          eq(sessions.userId, target.id),
        ),
      );
    if (!here || !(await endSession(db, target.row.personId, sessionId, "administrator"))) {
      throw new Failure("not_found");
    }
    return { value: null, told: { object: target } };
  },
});
