import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { anOwnerRemains } from "@/lib/ownership/an-owner-remains";
import { putIntoBin } from "./bin";
import { findUser } from "./rows";
import { OwnPassword, UserId } from "./user";

/** Puts a user into the bin: signed out and kept out at once, restorable as they were for thirty days. */
export const deleteUser = command("user.delete", {
  input: z.strictObject({ userId: UserId, password: OwnPassword }),
  refuses: ["already_deleted"],
  target: findUser,
  upholds: [anOwnerRemains],
  async run({ db, target, now }) {
    if (target.status === "deleted") throw new Failure("already_deleted");
    const sessions = await putIntoBin(db, target, now, "delete");
    return {
      value: null,
      told: {
        object: target,
        changes: [{ field: "status", from: target.status, to: "deleted" }],
        particulars: { sessions },
      },
    };
  },
});
