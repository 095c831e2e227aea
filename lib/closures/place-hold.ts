import { z } from "zod";

import { AccountId } from "@/lib/accounts/account";
import { newId } from "@/lib/db/id";
import { holds } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { When } from "@/lib/users/user";
import { holdCategories } from "./closure";
import { findHeld, tellHold } from "./held-account";

/**
 * Postpones the purge of an account, because the law or an investigation needs what it holds. It delays, never hides: the owners see
 * it and are told by letter, and the certificate will tell it.
 */
export const placeHold = command("account.hold", {
  input: z.strictObject({
    accountId: AccountId,
    category: z.enum(holdCategories, "Say whether it is legal or evidence."),
    until: When,
  }),
  output: z.object({ holdId: z.uuid() }),
  refuses: ["not_found", "invalid"],
  async run({ db, me, input: { accountId, category, until: given }, request, now }) {
    if (me.kind !== "staff") throw new Failure("forbidden");
    const until = new Date(given);
    if (until <= now) throw new Failure("invalid", { fields: { until: "Give a day to come." } });
    const account = await findHeld(db, accountId);
    const id = newId();
    await db.insert(holds).values({ accountId, id, category, until, placedBy: me.staffId });
    const facts = { category, until: until.toISOString() };
    return { value: { holdId: id }, told: await tellHold(db, account, "placed", facts, request) };
  },
});
