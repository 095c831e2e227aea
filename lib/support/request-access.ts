import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";

import { AccountId } from "@/lib/accounts/account";
import { supportGrants } from "@/lib/db/schema";
import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueue } from "@/lib/jobs/enqueue";
import type { StaffActor } from "@/lib/policy/actor";
import { insertGrant, mostMinutes, readGrants } from "./rows";
import { wanted } from "./support";
import { tooLong } from "./too-long";

/**
 * One of the support staff asks an account to be let in: why, to what, for how long. Nothing opens by it; all owners are
 * told, and without an answer it lapses after four days (P48).
 *
 * Refused with `not_found`, `support_asked`.
 */
export const requestAccess = command("support.request", {
  input: z.strictObject({ accountId: AccountId, ...wanted }),
  output: z.object({ grantId: z.uuid() }),
  refuses: ["not_found", "support_asked"],
  async run({ db, me, input: { accountId, ...asked } }) {
    const { staffId, personId, name } = me as StaffActor;
    const [found] = await call<{ is_account: boolean }>(db, "is_account", accountId);
    if (!found!.is_account) throw new Failure("not_found");
    const most = await mostMinutes(db);
    if (asked.minutes > most) throw tooLong(most);
    const [open] = await readGrants(
      db,
      and(
        eq(supportGrants.personId, personId),
        eq(supportGrants.accountId, accountId),
        sql`castellan.support_state(${supportGrants}) in ('pending', 'invited', 'live')`,
      ),
      1,
    );
    if (open) throw new Failure("support_asked");
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
