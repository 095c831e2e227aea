import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { voidLinks } from "@/lib/links/rows";
import { findSelf } from "@/lib/users/rows";

/** Cancels the change of one's own address before it was confirmed. */
export const cancelMyEmailChange = command("me.cancel_email_change", {
  input: z.strictObject({}),
  refuses: [],
  target: findSelf,
  async run({ db, target }) {
    if (!(await voidLinks(db, { personId: target.row.personId }, "email-confirm")))
      throw new Failure("not_found");
    return { value: null, told: { object: target } };
  },
});
