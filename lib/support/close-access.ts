import { z } from "zod";

import { command } from "@/lib/gate/command";
import { enqueue } from "@/lib/jobs/enqueue";
import { findGrant, stepsOfGrant, updateGrant } from "./rows";
import { GrantId } from "./support";

/**
 * Tells that the time of an access is over. It has ended already, by the clock: this is a job, and access waits for no
 * job (P50).
 */
export const closeAccess = command("support.close", {
  input: z.strictObject({ grantId: GrantId }),
  refuses: ["support_over"],
  target: findGrant,
  async run({ db, target }) {
    const { accountId, state, endedAt, endsAt } = target.row;
    if (state !== "ended" || endedAt) return { value: null, told: [] };
    const closed = { endedAt: endsAt, endedBy: "time" };
    await updateGrant(db, target, closed, "support_over");
    await enqueue(db, "tell_of_support", { accountId, grantId: target.id, what: "end" });
    return { value: null, told: { object: target, particulars: await stepsOfGrant(db, target) } };
  },
});
