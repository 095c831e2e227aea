import { z } from "zod";

import { accountName, ownersOf } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { findUser, updateUser } from "@/lib/users/rows";
import { OwnPassword, UserId } from "@/lib/users/user";

/**
 * Makes a user an owner. It needs the actor's password, given just now or at most ten minutes ago, and all owners
 * are told by letter (P16).
 */
export const grantOwnership = command("ownership.grant", {
  input: z.strictObject({ userId: UserId, password: OwnPassword }),
  refuses: ["already_owner", "not_active"],
  target: findUser,
  async run({ db, me, target, request }) {
    if (target.role === "owner") throw new Failure("already_owner");
    if (target.status !== "active") throw new Failure("not_active");
    await updateUser(db, target.row, { role: "owner" });
    const { accountId } = target.row;
    const account = await accountName(db, accountId);
    for (const owner of await ownersOf(db, accountId)) {
      await post(db, {
        personId: owner.personId,
        kind: "ownershipGranted",
        text: letters.ownershipGranted({
          account,
          name: target.name,
          by: me.kind === "user" ? me.name : "The operator of the installation",
        }),
        requestId: request.id,
        to: owner.email,
        user: { accountId, id: owner.id },
      });
    }
    return {
      value: null,
      told: { object: target, changes: [{ field: "role", from: target.role, to: "owner" }] },
    };
  },
});
