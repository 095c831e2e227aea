import { z } from "zod";

import { findAccount } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { closureOf, cooling, writeClosure } from "./rows";
import { tellClosing } from "./tell-closing";

/** Confirms, as a second owner, that the account is closed. From now on it cools off. */
export const confirmClose = command("account.confirm_close", {
  input: z.strictObject({ password: z.string().max(1_024).optional() }),
  refuses: ["wrong_password", "step_up_required", "busy", "not_closing", "another_owner"],
  target: findAccount,
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, target, prepared: proof, request, now }) {
    if (me.kind !== "user") throw new Failure("forbidden");
    await insistOnProof(db, me, proof, now);
    const closure = await closureOf(db, target.id);
    if (!closure || closure.coolingEndsAt) throw new Failure("not_closing");
    if (closure.requestedBy === me.userId) throw new Failure("another_owner");
    await writeClosure(db, closure, { confirmedBy: me.userId, ...cooling });
    await tellClosing(db, target, me.name, request);
    return { value: null, told: { object: target } };
  },
});
