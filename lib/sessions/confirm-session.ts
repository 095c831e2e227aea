import { eq, sql } from "drizzle-orm";
import { z } from "zod";

import { sessions } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { proveAgain } from "@/lib/passwords/prove-again";
import { toldBy } from "./told";

/** Gives the password again; for ten minutes the few dangerous verbs are open then (ASVS V7.5.3). */
export const confirmSession = command("session.confirm", {
  input: z.strictObject({ password: z.string().max(2_000) }),
  refuses: ["wrong_password", "busy"],
  prepare: ({ password }, me) => proveAgain(me, password),
  async run({ db, me, prepared: proved }) {
    if (!proved || (me.kind !== "user" && me.kind !== "staff"))
      return { refused: new Failure("wrong_password"), told: toldBy(me) };
    await db
      .update(sessions)
      .set({ confirmedAt: sql`now()` })
      .where(eq(sessions.id, me.sessionId));
    return { value: null, told: toldBy(me) };
  },
});
