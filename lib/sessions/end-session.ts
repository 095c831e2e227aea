import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { endSession as end } from "./end";
import { toldBy } from "./told";

/** Ends one of one's own sessions (ASVS V7.5.2). */
export const endSession = command("session.end", {
  input: z.strictObject({ sessionId: z.uuid() }),
  refuses: ["not_found"],
  async run({ db, me, input: { sessionId } }) {
    if (!("sessionId" in me) || !(await end(db, me.personId, sessionId, "person")))
      throw new Failure("not_found");
    return { value: null, told: toldBy(me) };
  },
});
