import { z } from "zod";

import { enterScope } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import { askToConfirm } from "@/lib/people/email-change";
import { accountOf } from "@/lib/policy/scope";
import { findUser } from "./rows";
import { Email, UserId } from "./user";

/** Starts the change of a user's e-mail address, which only the new address can confirm. */
export const startEmailChange = command("user.start_email_change", {
  input: z.strictObject({ userId: UserId, email: Email }),
  target: findUser,
  prepare: ({ email }, me) => insist("invitation of an address", `${accountOf(me)}:${email}`),
  async run({ db, target, input: { email }, request, now }) {
    if (target.status === "invited") throw new Failure("still_invited");
    if (target.status !== "active")
      throw new Failure("not_active", {
        says: `${target.name} is not active. Resume or restore them first.`,
      });
    await enterScope(db, target.row.accountId, target.row.personId);
    await askToConfirm(db, target.row.personId, {
      newEmail: email,
      oldEmail: target.email,
      requestId: request.id,
      now,
    });
    return {
      value: null,
      told: { object: target, changes: [{ field: "email", from: target.email, to: email }] },
    };
  },
});
