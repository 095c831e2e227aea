import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { findUser, updateUser } from "./rows";
import { Role, UserId } from "./user";

/** Makes a user administrator, auditor or plain user; in force with their very next request (P17). */
export const changeRole = command("user.change_role", {
  input: z.strictObject({ userId: UserId, role: Role }),
  refuses: ["already_deleted", "same_role"],
  target: findUser,
  async run({ db, target, input: { role } }) {
    if (target.status === "deleted") throw new Failure("already_deleted");
    if (target.role === role) throw new Failure("same_role");
    await updateUser(db, target.row, { role });
    return {
      value: null,
      told: { object: target, changes: [{ field: "role", from: target.role, to: role }] },
    };
  },
});
