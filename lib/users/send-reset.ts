import { z } from "zod";

import { enterScope } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import { starterOf } from "@/lib/links/starter";
import { sendResetLink } from "@/lib/passwords/reset-link";
import { credentialsOf } from "@/lib/people/rows";
import { findUser } from "./rows";
import { OwnPassword, UserId } from "./user";

/** Sends a user the link to set a new password. Whoever starts it sees neither link nor password (ASVS V6.4.6). */
export const sendReset = command("user.send_reset", {
  input: z.strictObject({ userId: UserId, password: OwnPassword }),
  refuses: ["still_invited", "not_active"],
  target: findUser,
  prepare: ({ userId }) => insist("reset for a person", userId),
  async run({ db, me, target, request }) {
    if (target.status === "invited") throw new Failure("still_invited");
    if (target.status !== "active") {
      throw new Failure("not_active", {
        says: `${target.name} cannot sign in now. Resume or restore them first.`,
      });
    }
    await enterScope(db, target.row.accountId, target.row.personId);
    await sendResetLink(db, await credentialsOf(db, target.row.personId), {
      by: me.kind === "user" ? me.name : null,
      starter: starterOf("user.send_reset", me),
      requestId: request.id,
      user: target.row,
    });
    return { value: null, told: { object: target } };
  },
});
