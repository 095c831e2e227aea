import { z } from "zod";

import { enterScope } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { voidLinks } from "@/lib/links/rows";
import { isIn } from "@/lib/people/places";
import { findUser } from "./rows";
import { UserId } from "./user";

/** Cancels a change of address that was not confirmed yet; its link is dead. */
export const cancelEmailChange = command("user.cancel_email_change", {
  input: z.strictObject({ userId: UserId }),
  refuses: [],
  target: findUser,
  async run({ db, target }) {
    if (!isIn(target)) throw new Failure("not_found"); // what they change elsewhere is not ours
    await enterScope(db, target.row.accountId, target.row.personId);
    if (!(await voidLinks(db, { personId: target.row.personId }, "email-confirm")))
      throw new Failure("not_found");
    return { value: null, told: { object: target } };
  },
});
