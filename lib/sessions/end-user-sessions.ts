import { z } from "zod";

import { command } from "@/lib/gate/command";
import { findUser } from "@/lib/users/rows";
import { UserId } from "@/lib/users/user";
import { endUserSessions as end } from "./end";
import { SessionsEnded } from "./session";

/** Ends all sessions a user has in this account. */
export const endUserSessions = command("user.end_sessions", {
  input: z.strictObject({ userId: UserId }),
  output: SessionsEnded,
  refuses: [],
  target: findUser,
  async run({ db, target }) {
    const ended = await end(db, target.row, "administrator");
    return { value: { ended }, told: { object: target, particulars: { ended } } };
  },
});
