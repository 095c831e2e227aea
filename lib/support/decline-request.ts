import { sql } from "drizzle-orm";
import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import type { UserActor } from "@/lib/policy/actor";
import { line } from "@/lib/shapes/line";
import { findGrant, sealAnswer, updateGrant } from "./rows";
import { GrantId } from "./support";

/** An owner says no to a request, and why. The one of the staff reads it. */
export const declineRequest = command("support.decline", {
  input: z.strictObject({
    grantId: GrantId,
    reason: line(500, "Say why. Whoever asked reads it."),
  }),
  refuses: ["support_answered"],
  target: findGrant,
  async run({ db, me, target, input: { reason } }) {
    if (target.row.state !== "pending") throw new Failure("support_answered");
    await updateGrant(
      db,
      target,
      {
        decision: "declined",
        answeredAt: sql`now()`,
        answeredBy: (me as UserActor).userId,
        answer: await sealAnswer(db, target.id, reason),
      },
      "support_answered",
    );
    return { value: null, told: { object: target, particulars: { reason } } };
  },
});
