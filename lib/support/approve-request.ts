import { sql } from "drizzle-orm";
import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueue } from "@/lib/jobs/enqueue";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import type { UserActor } from "@/lib/policy/actor";
import { insistOnConsent } from "./approvers";
import { narrowed } from "./narrowed";
import { findGrant, mostMinutes, scopeColumns, updateGrant } from "./rows";
import { Fields, GrantId, Minutes, Mode, Nouns } from "./support";

/**
 * An owner agrees to what one of the staff asked for, or to less of it; never to more. Access begins now and ends by the
 * clock of the database. It needs the owner's password, given just now or at most ten minutes ago (P48).
 */
export const approveRequest = command("support.approve", {
  input: z.strictObject({
    grantId: GrantId,
    nouns: Nouns.optional(),
    fields: Fields.optional(),
    mode: Mode.optional(),
    minutes: Minutes.optional(),
    password: z.string().max(1_024).optional(),
  }),
  refuses: [
    "wrong_password",
    "step_up_required",
    "support_answered",
    "staff_may_not_approve",
    "owner_too_new",
    "busy",
  ],
  target: findGrant,
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, target, input, prepared: proof, now }) {
    const owner = me as UserActor;
    await insistOnConsent(db, owner);
    await insistOnProof(db, owner, proof, now);
    const { row } = target;
    if (row.state !== "pending") throw new Failure("support_answered");
    const agreed = narrowed(row, input);
    agreed.minutes = Math.min(agreed.minutes, await mostMinutes(db));
    const { endsAt } = await updateGrant(
      db,
      target,
      {
        ...scopeColumns(agreed),
        decision: "approved",
        answeredAt: sql`now()`,
        answeredBy: owner.userId,
        startsAt: sql`now()`,
        endsAt: sql`now() + make_interval(mins => ${agreed.minutes}::int)`,
      },
      "support_answered",
    );
    const { accountId } = row;
    await enqueue(db, "tell_of_support", { accountId, grantId: row.id, what: "start" });
    await enqueue(db, "close_support", { accountId, grantId: row.id }, endsAt);
    return {
      value: null,
      told: { object: target, particulars: { ...agreed, ticket: row.ticket } },
    };
  },
});
