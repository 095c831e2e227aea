import { z } from "zod";

import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueue } from "@/lib/jobs/enqueue";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import type { StaffActor } from "@/lib/policy/actor";
import { insistOnReviews } from "./insist-on-reviews";
import { findGrant } from "./rows";
import { GrantId } from "./support";

/**
 * One of the support staff enters the account that let them in, in the session they have. An invitation begins by it. It
 * needs their password, given just now or at most ten minutes ago; whoever is inside an account leaves it first (P48).
 */
export const enterSupport = command("support.enter", {
  input: z.strictObject({ grantId: GrantId, password: z.string().max(1_024).optional() }),
  refuses: [
    "wrong_password",
    "step_up_required",
    "support_over",
    "support_inside",
    "review_overdue",
    "busy",
  ],
  target: findGrant,
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, input, target, prepared: proof, now }) {
    if (me.kind === "support") throw new Failure("support_inside");
    await insistOnProof(db, me as StaffActor, proof, now);
    if (target.row.state === "invited") await insistOnReviews(db);
    const [entered] = await call<{ enter_support: string }>(db, "enter_support", target.id);
    const was = entered!.enter_support;
    if (was !== "live" && was !== "invited") throw new Failure("support_over");
    const { accountId, id: grantId } = target.row;
    const begun = await findGrant({ db, me, input });
    if (was === "invited") {
      await enqueue(db, "tell_of_support", { accountId, grantId, what: "start" });
      await enqueue(db, "close_support", { accountId, grantId }, begun.row.endsAt);
    }
    const { ticket } = target.row;
    return {
      value: null,
      told: [
        { accountId, object: target, particulars: { ticket } },
        { logged: { id: accountId, name: null }, particulars: { grantId, ticket } },
      ],
    };
  },
});
