import { sql } from "drizzle-orm";
import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { findGrant, updateGrant } from "./rows";
import { GrantId } from "./support";

/** One of the staff takes back what they asked for, before it was answered. */
export const withdrawRequest = command("support.withdraw", {
  input: z.strictObject({ grantId: GrantId }),
  refuses: ["support_answered"],
  target: findGrant,
  async run({ db, target }) {
    const { accountId, state } = target.row;
    if (state !== "pending") throw new Failure("support_answered");
    const withdrawn = { decision: "withdrawn", answeredAt: sql`now()` };
    await updateGrant(db, target, withdrawn, "support_answered");
    return {
      value: null,
      told: [
        { accountId, object: target },
        { logged: { id: accountId, name: null }, particulars: { grantId: target.id } },
      ],
    };
  },
});
