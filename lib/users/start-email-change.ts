import { z } from "zod";

import { enterScope } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import { starterOf } from "@/lib/links/starter";
import { askToConfirm } from "@/lib/people/email-change";
import { everyPlaceOf } from "@/lib/people/rows";
import { standingOf } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { isStaff } from "@/lib/staff/rows";
import { findUser } from "./rows";
import { Email, sameEmail } from "@/lib/shapes/email";
import { OwnPassword, UserId } from "./user";

/**
 * Starts the change of a user's e-mail address, which only the new address can confirm. It is the address a person signs
 * in with everywhere, so it is refused with `forbidden` where they have a user in another account too: whoever runs
 * one account must not get hold of a login to another.
 */
export const startEmailChange = command("user.start_email_change", {
  input: z.strictObject({ userId: UserId, email: Email, password: OwnPassword }),
  refuses: ["still_invited", "not_active", "address_taken"],
  target: findUser,
  async prepare({ email }, me) {
    const who = standingOf(me);
    if (who) await insist("invitations of a user", who.userId);
    await insist("invitation of an address", `${accountOf(me)}:${sameEmail(email)}`);
  },
  async run({ db, me, target, input: { email }, request, now }) {
    if (target.status === "invited") throw new Failure("still_invited");
    if (target.status !== "active")
      throw new Failure("not_active", {
        says: `${target.name} is not active. Resume or restore them first.`,
      });
    const { accountId, personId } = target.row;
    const places = await everyPlaceOf(db, personId);
    await enterScope(db, accountId, personId);
    if (places.length > 1 || (await isStaff(db, personId))) {
      throw new Failure("forbidden", {
        says: `${target.name} signs in with this address outside this account too, so only they can change it. Ask them to do so under “Your security”.`,
      });
    }
    await askToConfirm(db, personId, {
      newEmail: email,
      oldEmail: target.email,
      by: me.kind === "user" || me.kind === "key" ? me.name : null,
      starter: starterOf("user.start_email_change", me),
      startedFor: { accountId, userId: target.id },
      requestId: request.id,
      now,
    });
    return {
      value: null,
      told: { object: target, changes: [{ field: "email", from: target.email, to: email }] },
    };
  },
});
