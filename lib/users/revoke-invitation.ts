import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { putIntoBin } from "./bin";
import { findUser } from "./rows";
import { UserId } from "./user";

/** Withdraws an invitation: its link is dead at once, and the user who never came goes into the bin. */
export const revokeInvitation = command("user.revoke_invitation", {
  input: z.strictObject({ userId: UserId }),
  refuses: ["not_invited"],
  target: findUser,
  async run({ db, target, now }) {
    if (target.status !== "invited") throw new Failure("not_invited");
    await putIntoBin(db, target, now, "delete");
    return {
      value: null,
      told: { object: target, changes: [{ field: "status", from: "invited", to: "deleted" }] },
    };
  },
});
