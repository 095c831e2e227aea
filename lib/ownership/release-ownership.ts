import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { findUser, updateUser } from "@/lib/users/rows";
import { OwnPassword, UserId } from "@/lib/users/user";
import { anOwnerRemains } from "./an-owner-remains";

/** Ends a user's ownership, one's own or another owner's; they stay as administrator. The last owner stays owner. */
export const releaseOwnership = command("ownership.release", {
  input: z.strictObject({ userId: UserId, password: OwnPassword }),
  refuses: ["not_owner"],
  target: findUser,
  upholds: [anOwnerRemains],
  async run({ db, target }) {
    if (target.role !== "owner") throw new Failure("not_owner");
    await updateUser(db, target.row, { role: "administrator" });
    return {
      value: null,
      told: { object: target, changes: [{ field: "role", from: "owner", to: "administrator" }] },
    };
  },
});
