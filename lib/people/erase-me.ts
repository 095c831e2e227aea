import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueue } from "@/lib/jobs/enqueue";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { refuseToErase } from "./erase-person";
import { isIn, peopledPlaces, toldInEach } from "./places";

/**
 * Erases oneself everywhere, at once (P65). It needs the password. A job does it a moment later, so that nothing of whoever asked is noted
 * along with it; what tells of the asking goes with them.
 */
export const eraseMe = command("me.erase", {
  input: z.strictObject({
    password: z.string().max(1_024).optional(),
    /** whether the certificate is to come by letter; the address is kept for it until backups are gone */
    letter: z.boolean().default(false),
  }),
  refuses: ["wrong_password", "step_up_required", "busy", "last_owner", "still_staff"],
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, input: { letter }, prepared: proof, now }) {
    if (me.kind !== "user") throw new Failure("forbidden");
    const { personId } = me;
    await insistOnProof(db, me, proof, now);
    await refuseToErase(db, personId);
    await enqueue(db, "erase_person", { personId, requestedAt: now.toISOString(), letter });
    const places = (await peopledPlaces(db, personId)).filter(isIn);
    return { value: null, told: toldInEach(places) };
  },
});
