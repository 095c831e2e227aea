import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { endPersonSessions } from "./end";
import { SessionsEnded } from "./session";
import { toldBy } from "./told";

/** Ends all of one's sessions but the one that asks. */
export const endOtherSessions = command("session.end_others", {
  input: z.strictObject({}),
  output: SessionsEnded,
  refuses: [],
  async run({ db, me }) {
    if (!("sessionId" in me)) throw new Failure("unauthenticated");
    const ended = await endPersonSessions(db, me.personId, "person", me.sessionId);
    return { value: { ended }, told: toldBy(me, { particulars: { ended } }) };
  },
});
