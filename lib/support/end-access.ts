import { sql } from "drizzle-orm";
import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueue } from "@/lib/jobs/enqueue";
import { isOfStaff } from "@/lib/policy/actor";
import { findGrant, stepsOfGrant, updateGrant } from "./rows";
import { GrantId } from "./support";

/** Ends an access, or takes an invitation back. The next click of the one of the staff is refused (P50). */
export const endAccess = command("support.end", {
  input: z.strictObject({ grantId: GrantId }),
  refuses: ["support_over"],
  target: findGrant,
  async run({ db, me, target }) {
    const { accountId, state, startsAt } = target.row;
    if (state !== "live" && state !== "invited") throw new Failure("support_over");
    const byStaff = isOfStaff(me);
    const ended = { endedAt: sql`clock_timestamp()`, endedBy: byStaff ? "staff" : "owner" };
    await updateGrant(db, target, ended, "support_over");
    if (startsAt) {
      await enqueue(db, "tell_of_support", { accountId, grantId: target.id, what: "end" });
    }
    if (byStaff) {
      return {
        value: null,
        told: [
          { accountId, object: target },
          { logged: { id: accountId, name: null }, particulars: { grantId: target.id } },
        ],
      };
    }
    return { value: null, told: { object: target, particulars: await stepsOfGrant(db, target) } };
  },
});
