import { sql } from "drizzle-orm";
import { z } from "zod";

import { findAccount } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { letters } from "@/lib/mail/letters";
import { actorIdOf } from "@/lib/policy/actor";
import { closureOf, writeClosure } from "./rows";
import { tellOwners } from "./tell-owners";

/** Brings an account back that is being closed, exactly as it is: nothing was changed meanwhile. Any owner may, with one click. */
export const cancelClose = command("account.cancel_close", {
  input: z.strictObject({}),
  refuses: ["not_closing"],
  target: findAccount,
  async run({ db, me, target, request }) {
    const closure = await closureOf(db, target.id);
    if (!closure) throw new Failure("not_closing");
    await writeClosure(db, closure, { cancelledAt: sql`now()`, cancelledBy: actorIdOf(me) });
    const by = me.kind === "user" ? me.name : "An owner";
    const text = letters.accountKept({ account: target.name, by });
    await tellOwners(db, target.id, { kind: "accountKept", text, request });
    return { value: null, told: { object: target } };
  },
});
