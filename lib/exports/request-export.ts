import { z } from "zod";

import { findAccount } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { accountOf } from "@/lib/policy/scope";
import { askFor } from "./ask-for";

/**
 * Asks for the take-out archive: everything the account holds, for its owner, in one file (P25, P63). A job makes it. There
 * is one at a time, and a newer one replaces the older. The owner gives their password, now or within the last ten minutes.
 */
export const requestExport = command("export.request", {
  input: z.strictObject({ password: z.string().max(1_024).optional() }),
  output: z.object({ exportId: z.uuid() }),
  refuses: ["wrong_password", "step_up_required", "busy"],
  target: findAccount,
  async prepare({ password }, me) {
    await insist("take-out archives of an account", accountOf(me));
    return proofOf(me, password);
  },
  async run({ db, me, target, prepared: proof, request, now }) {
    if (me.kind !== "user") throw new Failure("forbidden");
    await insistOnProof(db, me, proof, now);
    const whose = { accountId: target.id, personId: null };
    const { exportId, replaced } = await askFor(db, whose, me, request.id);
    return { value: { exportId }, told: { object: target, particulars: { replaced } } };
  },
});
