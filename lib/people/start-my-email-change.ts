import { z } from "zod";

import { command } from "@/lib/gate/command";
import { insist } from "@/lib/limits/limits";
import { starterOf } from "@/lib/links/starter";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { findSelf } from "@/lib/users/rows";
import { Email, sameEmail } from "@/lib/shapes/email";
import { askToConfirm } from "./email-change";

/** Starts the change of one's own address; it needs the password, and the new address confirms (ASVS V7.5.1). */
export const startMyEmailChange = command("me.start_email_change", {
  input: z.strictObject({ email: Email, password: z.string().max(2_000).optional() }),
  refuses: ["wrong_password", "step_up_required", "address_taken", "busy"],
  target: findSelf,
  async prepare({ password, email }, me) {
    if (me.kind === "user") {
      await insist("invitations of a user", me.userId);
      await insist("invitation of an address", `${me.accountId}:${sameEmail(email)}`);
    }
    return proofOf(me, password);
  },
  async run({ db, me, target, input: { email }, prepared: proof, request, now }) {
    if (me.kind === "user") await insistOnProof(db, me, proof, now);
    await askToConfirm(db, target.row.personId, {
      newEmail: email,
      oldEmail: target.email,
      by: null,
      starter: starterOf("me.start_email_change", me),
      requestId: request.id,
      now,
    });
    return {
      value: null,
      told: { object: target, changes: [{ field: "email", from: target.email, to: email }] },
    };
  },
});
