import { z } from "zod";

import { AccountId } from "@/lib/accounts/account";
import { newId } from "@/lib/db/id";
import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import type { StaffActor } from "@/lib/policy/actor";
import { announce } from "./announce";
import { insistOnReviews } from "./insist-on-reviews";
import { MOST_BREAK_GLASS_MINUTES } from "./review";
import { insistOnNoneOpen, joined, mostMinutes, sealAsked } from "./rows";
import { Minutes, wanted } from "./support";

/**
 * The first of two steps to open an account in an emergency, without asking anybody in it. Nothing opens by it: a second of
 * the staff has to agree within the hour. All owners are told of it at once, and it is reviewed in any case (P51).
 */
export const breakGlass = command("support.break_glass", {
  input: z.strictObject({
    accountId: AccountId,
    ...wanted,
    minutes: Minutes.max(MOST_BREAK_GLASS_MINUTES, "Without consent it is an hour at most.")
      .optional()
      .default(MOST_BREAK_GLASS_MINUTES),
  }),
  output: z.object({ grantId: z.uuid() }),
  refuses: ["not_found", "support_asked", "review_overdue"],
  async run({ db, me, input: { accountId, ...asked }, request }) {
    const { personId, name } = me as StaffActor;
    await insistOnReviews(db);
    await insistOnNoneOpen(db, personId, accountId);
    const { reason, ticket, nouns, fields, mode } = asked;
    const minutes = Math.min(asked.minutes, await mostMinutes(db));
    const grantId = newId();
    const [made] = await call<{ break_glass: string | null }>(
      db,
      "break_glass",
      ...[accountId, grantId, await sealAsked(db, grantId, { staff: name, reason, ticket })],
      ...[joined(nouns), joined(fields), mode, minutes],
    );
    if (!made?.break_glass) throw new Failure("not_found");
    await announce(db, { accountId, grantId }, "request", request.id);
    const particulars = { ...asked, minutes };
    return {
      value: { grantId },
      told: [
        { accountId, object: { kind: "support_grant", id: grantId, name }, particulars },
        { logged: { id: accountId, name: null }, particulars: { grantId, ...particulars } },
      ],
    };
  },
});
