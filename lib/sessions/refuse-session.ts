import { z } from "zod";

import { command } from "@/lib/gate/command";
import { findUser } from "@/lib/users/rows";
import { UserId } from "@/lib/users/user";

/** Notes a failed sign-in in the activity of the user whose address was tried. A job does it, so that time tells nothing. */
export const refuseSession = command("session.refuse", {
  input: z.strictObject({ userId: UserId }),
  refuses: [],
  target: findUser,
  run: async ({ target }) => ({ value: null, told: { object: target } }),
});
