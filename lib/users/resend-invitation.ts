import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import { starterOf } from "@/lib/links/starter";
import { credentialsOf } from "@/lib/people/rows";
import { accountOf } from "@/lib/policy/scope";
import { sendInvitation } from "./invitation";
import { findUser } from "./rows";
import { UserId } from "./user";

/** Sends the invitation again with a fresh link; the old link is dead from then on. */
export const resendInvitation = command("user.resend_invitation", {
  input: z.strictObject({ userId: UserId }),
  refuses: ["not_invited"],
  target: findUser,
  prepare: ({ userId }, me) => insist("invitation of an address", `${accountOf(me)}:${userId}`),
  async run({ db, me, target, request }) {
    if (target.status !== "invited") throw new Failure("not_invited");
    await sendInvitation(db, {
      person: await credentialsOf(db, target.row.personId),
      user: target.row,
      account: await accountName(db, target.row.accountId),
      inviter: me.kind === "user" ? me.name : null,
      starter: starterOf("user.resend_invitation", me),
      requestId: request.id,
    });
    return { value: null, told: { object: target } };
  },
});
