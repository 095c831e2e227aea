import { z } from "zod";

import { findAccount, ownersOf } from "@/lib/accounts/rows";
import { newId } from "@/lib/db/id";
import { closures } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { sameName } from "@/lib/shapes/same-name";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { Reason } from "@/lib/users/user";
import { accountVault } from "@/lib/vault/keyring";
import { closureOf, cooling, reasonPlace } from "./rows";
import { tellClosing } from "./tell-closing";

/**
 * Closes the account (P64): for thirty days everything works as before and any owner can bring it back; then it is sealed, and purged.
 * It needs the password and the name, typed by hand, and where it was asked for another owner, before whose word nothing begins. All
 * owners are told by letter.
 */
export const closeAccount = command("account.close", {
  input: z.strictObject({
    name: z.string().max(400),
    password: z.string().max(1_024).optional(),
    reason: Reason.optional(),
    onRequest: z.boolean().default(false),
    secondOwner: z.boolean().default(false),
  }),
  refuses: [
    ...(["wrong_password", "step_up_required", "busy", "name_mismatch"] as const),
    ...(["already_closing", "no_second_owner"] as const),
  ],
  target: findAccount,
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, target, input, prepared: proof, request, now }) {
    if (me.kind !== "user") throw new Failure("forbidden");
    await insistOnProof(db, me, proof, now);
    if (!sameName(input.name, target.name)) {
      throw new Failure("name_mismatch", {
        says: "The name you typed is not the name of the account. Type it exactly as shown.",
      });
    }
    if (await closureOf(db, target.id)) throw new Failure("already_closing");
    const { onRequest, secondOwner, reason } = input;
    const owners = (await ownersOf(db, target.id)).filter(({ status }) => status === "active");
    if (secondOwner && owners.length < 2) throw new Failure("no_second_owner");
    const id = newId();
    await db.insert(closures).values({
      ...{ accountId: target.id, id, requestedBy: me.userId, onRequest, secondOwner },
      reason: reason ? (await accountVault(db, target.id)).seal(reasonPlace(id), reason) : null,
      ...(!secondOwner && cooling),
    });
    await tellClosing(db, target, me.name, request);
    return {
      value: null,
      told: { object: target, particulars: { onRequest, secondOwner, reason } },
    };
  },
});
