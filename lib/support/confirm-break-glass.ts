import { z } from "zod";

import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueue } from "@/lib/jobs/enqueue";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import type { StaffActor } from "@/lib/policy/actor";
import { announce } from "./announce";
import { GrantId } from "./support";

/**
 * The second step, by another person of the staff and with their password: the account is open at once. All owners are
 * told in the same transaction, and each can end it (P48).
 */
export const confirmBreakGlass = command("support.confirm_break_glass", {
  input: z.strictObject({ grantId: GrantId, password: z.string().max(1_024).optional() }),
  refuses: [
    "not_found",
    "break_glass_alone",
    "support_answered",
    "wrong_password",
    "step_up_required",
    "busy",
  ],
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, input: { grantId }, prepared: proof, now, request }) {
    await insistOnProof(db, me as StaffActor, proof, now);
    const [confirmed] = await call<{ outcome: "own" | "answered" | "done"; account_id: string }>(
      db,
      "confirm_break_glass",
      grantId,
    );
    if (!confirmed) throw new Failure("not_found");
    if (confirmed.outcome === "own") throw new Failure("break_glass_alone");
    if (confirmed.outcome === "answered") throw new Failure("support_answered");
    const accountId = confirmed.account_id;
    const opened = await announce(db, { accountId, grantId }, "start", request.id);
    await enqueue(db, "close_support", { accountId, grantId }, opened.row.endsAt);
    const { nouns, fields, mode, minutes, ticket, reason } = opened.row;
    const particulars = { nouns, fields, mode, minutes, ticket, reason };
    return {
      value: null,
      told: [
        { accountId, object: opened, particulars },
        { logged: { id: accountId, name: null }, particulars: { grantId, ...particulars } },
      ],
    };
  },
});
