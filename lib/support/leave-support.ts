import { z } from "zod";

import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { isOfStaff } from "@/lib/policy/actor";

/** Goes back to the operator's area. The access stays open until its time is over or somebody ends it. */
export const leaveSupport = command("support.leave", {
  input: z.strictObject({}),
  refuses: [],
  async run({ db, me }) {
    await call(db, "leave_support");
    if (!isOfStaff(me)) return { value: null, told: [] };
    const logged = { id: me.staffId, name: me.name };
    if (me.kind === "staff") return { value: null, told: { logged } };
    const { accountId, grantId, name } = me;
    return {
      value: null,
      told: [
        { accountId, object: { kind: "support_grant", id: grantId, name } },
        { logged: { id: accountId, name: null }, particulars: { grantId } },
      ],
    };
  },
});
