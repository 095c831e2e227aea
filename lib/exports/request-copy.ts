import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import { toldBy } from "@/lib/sessions/told";
import { findSelf } from "@/lib/users/rows";
import { askFor } from "./ask-for";

/** Asks for a copy of everything that is held about oneself, in all accounts (P78). A job makes it; nobody needs to be asked. */
export const requestCopy = command("me.request_copy", {
  input: z.strictObject({}),
  output: z.object({ exportId: z.uuid() }),
  refuses: [],
  target: findSelf,
  prepare: (_, me) => insist("copies of a person's data", "personId" in me ? me.personId : ""),
  async run({ db, me, request }) {
    if (me.kind !== "user") throw new Failure("forbidden");
    const whose = { accountId: null, personId: me.personId };
    const { exportId } = await askFor(db, whose, me, request.id);
    return { value: { exportId }, told: toldBy(me) };
  },
});
