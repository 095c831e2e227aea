import { z } from "zod";

import { Failure } from "@/lib/gate/failure";
import { query } from "@/lib/gate/query";
import { sessionViews } from "./rows";
import { MySessions } from "./session";

/** One's own live sessions, in all accounts (ASVS V7.5.2). */
export const listMySessions = query("me.list_sessions", {
  input: z.strictObject({}),
  output: MySessions,
  refuses: [],
  async run({ db, me }) {
    if (!("sessionId" in me)) throw new Failure("unauthenticated");
    return { data: await sessionViews(db, { personId: me.personId }, me.sessionId) };
  },
});
