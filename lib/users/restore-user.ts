import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { findUser, updateUser } from "./rows";
import { OwnPassword, UserId } from "./user";

/** Takes a user out of the bin, exactly as they were; they sign in anew. */
export const restoreUser = command("user.restore", {
  input: z.strictObject({ userId: UserId, password: OwnPassword }),
  refuses: ["not_deleted"],
  target: findUser,
  async run({ db, target }) {
    if (target.status !== "deleted") throw new Failure("not_deleted");
    const status = target.row.statusBefore ?? "active";
    await updateUser(db, target.row, { status, deletedAt: null, statusBefore: null });
    return {
      value: null,
      told: { object: target, changes: [{ field: "status", from: "deleted", to: status }] },
    };
  },
});
