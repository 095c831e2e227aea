import { z } from "zod";

import { accountName, ownersOf } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { findUser, updateUser } from "@/lib/users/rows";
import { UserId } from "@/lib/users/user";

/**
 * Makes a user an owner. It needs the actor's password, given just now or at most ten minutes ago, and all owners
 * are told by letter (P16).
 */
export const grantOwnership = command("ownership.grant", {
  input: z.strictObject({ userId: UserId, password: z.string().max(1_024).optional() }),
  refuses: ["wrong_password", "step_up_required", "already_owner", "not_active", "busy"],
  target: findUser,
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, target, prepared: proof, request, now }) {
    if (me.kind === "user") await insistOnProof(db, me, proof, now);
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
