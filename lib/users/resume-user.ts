import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { findUser, updateUser } from "./rows";
import { OwnPassword, UserId } from "./user";

/** Resuming a user lets them sign in again, exactly as they were. Done by a job when the end date has come. */
export const resumeUser = command("user.resume", {
  input: z.strictObject({ userId: UserId, password: OwnPassword }),
  refuses: ["not_paused"],
  target: findUser,
  async run({ db, me, target }) {
    if (target.status !== "paused") throw new Failure("not_paused");
    await updateUser(db, target.row, {
      status: "active",
      pausedAt: null,
      pausedUntil: null,
      pauseReason: null,
    });
    return {
      value: null,
      told: {
        object: target,
        changes: [{ field: "status", from: "paused", to: "active" }],
        particulars: { planned: me.kind === "system" },
      },
    };
  },
});
