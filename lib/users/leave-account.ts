import { z } from "zod";

import { command } from "@/lib/gate/command";
import { anOwnerRemains } from "@/lib/ownership/an-owner-remains";
import { putIntoBin } from "./bin";
import { findSelf } from "./rows";
import { OwnPassword } from "./user";

/** Leaving an account oneself: like being deleted, but nobody does it to anybody. The last owner stays. */
export const leaveAccount = command("user.leave", {
  input: z.strictObject({ password: OwnPassword }),
  refuses: [],
  target: findSelf,
  upholds: [anOwnerRemains],
  async run({ db, target, now }) {
    await putIntoBin(db, target, now, "leave");
    return {
      value: null,
      told: { object: target, changes: [{ field: "status", from: target.status, to: "deleted" }] },
    };
  },
});
