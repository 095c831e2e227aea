import { z } from "zod";

import { AccountId } from "@/lib/accounts/account";
import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueue } from "@/lib/jobs/enqueue";
import type { StaffActor } from "@/lib/policy/actor";
import { insertGrant, insistOnNoneOpen, mostMinutes } from "./rows";
import { insistOnReviews } from "./insist-on-reviews";
import { wanted } from "./support";
import { tooLong } from "./too-long";

/**
 * One of the support staff asks an account to be let in: why, to what, for how long. Nothing opens by it; all owners are
 * told, and without an answer it lapses after four days (P48).
 *
 * Refused with `not_found`, `support_asked`, and with `review_overdue` while a review has to be done first (P51).
 */
export const requestAccess = command("support.request", {
  input: z.strictObject({ accountId: AccountId, ...wanted }),
  output: z.object({ grantId: z.uuid() }),
  refuses: ["not_found", "support_asked", "review_overdue"],
  async run({ db, me, input: { accountId, ...asked } }) {
    const { staffId, personId, name } = me as StaffActor;
    const [found] = await call<{ is_account: boolean }>(db, "is_account", accountId);
    if (!found!.is_account) throw new Failure("not_found");
    await insistOnReviews(db);
    const most = await mostMinutes(db);
    if (asked.minutes > most) throw tooLong(most);
    await insistOnNoneOpen(db, personId, accountId);
    const grantId = await insertGrant(
      db,
      { accountId, staffId, personId, staff: name, ...asked },
      null,
    );
    await enqueue(db, "tell_of_support", { accountId, grantId, what: "request" });
    return {
      value: { grantId },
      told: [
        { accountId, object: { kind: "support_grant", id: grantId, name }, particulars: asked },
        { logged: { id: accountId, name: null }, particulars: { grantId, ...asked } },
      ],
    };
  },
});
