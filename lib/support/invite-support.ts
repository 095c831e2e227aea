import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import type { UserActor } from "@/lib/policy/actor";
import { insistOnConsent } from "./approvers";
import { insertGrant, mostMinutes } from "./rows";
import { wanted } from "./support";
import { staffWhoHelp } from "./staff-who-help";
import { tooLong } from "./too-long";

/**
 * An owner asks one of the support staff in. That is consent given; the time begins when that person enters, and whoever
 * has not entered after four days has no invitation any more.
 *
 * It needs the owner's password, given just now or at most ten minutes ago.
 */
export const inviteSupport = command("support.invite", {
  input: z.strictObject({
    staffId: z.uuid("Choose one of the support staff."),
    ...wanted,
    password: z.string().max(1_024).optional(),
  }),
  output: z.object({ grantId: z.uuid() }),
  refuses: [
    "not_found",
    "wrong_password",
    "step_up_required",
    "staff_may_not_approve",
    "owner_too_new",
    "busy",
  ],
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, input: { staffId, password: _password, ...offered }, prepared: proof, now }) {
    const owner = me as UserActor;
    await insistOnConsent(db, owner);
    await insistOnProof(db, owner, proof, now);
    const most = await mostMinutes(db);
    if (offered.minutes > most) throw tooLong(most);
    const { accountId, userId } = owner;
    const guest = (await staffWhoHelp(db, owner)).find(({ id }) => id === staffId);
    if (!guest) throw new Failure("not_found");
    const { personId, name } = guest;
    const grantId = await insertGrant(
      db,
      { accountId, staffId, personId, staff: name, ...offered },
      userId,
    );
    return {
      value: { grantId },
      told: { object: { kind: "support_grant", id: grantId, name }, particulars: offered },
    };
  },
});
