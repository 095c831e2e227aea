import { eq } from "drizzle-orm";
import { z } from "zod";

import { sessions } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { staffOf } from "@/lib/staff/rows";

/** Leaves the account a session works in for the operator's area; only the staff have that choice. */
export const chooseOperator = command("session.choose_operator", {
  input: z.strictObject({}),
  refuses: ["not_found"],
  async run({ db, me }) {
    const staff = "sessionId" in me ? await staffOf(db, me.personId) : null;
    if (!("sessionId" in me) || !staff) throw new Failure("not_found");
    await db
      .update(sessions)
      .set({ accountId: null, userId: null })
      .where(eq(sessions.id, me.sessionId));
    const { id, name } = staff;
    return { value: null, told: { logged: { id, name }, by: { id, name } } };
  },
});
