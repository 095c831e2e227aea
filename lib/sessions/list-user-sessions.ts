import { z } from "zod";

import { query } from "@/lib/gate/query";
import { abilitiesOn } from "@/lib/policy/abilities";
import { findUser } from "@/lib/users/rows";
import { UserId } from "@/lib/users/user";
import { sessionViews } from "./rows";
import { UserSessions } from "./session";

/** The live sessions a user works with in this account. */
export const listUserSessions = query("user.list_sessions", {
  input: z.strictObject({ userId: UserId }),
  output: UserSessions,
  refuses: [],
  target: findUser,
  run: async ({ db, me, target }) => ({
    data: await sessionViews(
      db,
      { accountId: target.row.accountId, userId: target.id, personId: target.row.personId },
      "sessionId" in me ? me.sessionId : null,
    ),
    may: abilitiesOn(me, target),
  }),
});
