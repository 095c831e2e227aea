import { z } from "zod";

import { command } from "@/lib/gate/command";
import { endSession } from "./end";
import { toldBy } from "./told";

/** Signing out ends the row: a copied cookie is worthless from then on (ASVS V7.4.1). */
export const closeSession = command("session.close", {
  input: z.strictObject({}),
  refuses: [],
  async run({ db, me }) {
    if ("sessionId" in me) await endSession(db, me.personId, me.sessionId, "sign_out");
    return { value: null, told: toldBy(me) };
  },
});
