import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { findSelf } from "@/lib/users/rows";
import { dayInWords } from "@/lib/ledger/words";
import { ErasureRequest, Reason } from "./privacy";
import { insertRequest, isOnlyOwner, openRequestOf } from "./rows";
import { requestView } from "./view";
import { writeToDeciders } from "./write-to-deciders";

/**
 * Asks the account to erase what it holds about oneself, with one calendar month to answer (P78). It needs the password; whoever
 * can decide is told by letter, and so is the one who asked, should it have been somebody else.
 */
export const requestErasure = command("me.request_erasure", {
  input: z.strictObject({
    reason: Reason.optional(),
    password: z.string().max(2_000).optional(),
  }),
  output: ErasureRequest,
  refuses: ["wrong_password", "step_up_required", "already_requested", "last_owner", "busy"],
  target: findSelf,
  async prepare({ password }, me) {
    if (me.kind === "user") await insist("erasure requests of a person", me.personId);
    return proofOf(me, password);
  },
  async run({ db, me, target, input: { reason }, prepared: proof, request, now }) {
    if (me.kind === "user") await insistOnProof(db, me, proof, now);
    if (await openRequestOf(db, target.row)) throw new Failure("already_requested");
    if (await isOnlyOwner(db, target.row)) throw new Failure("last_owner");
    const asked = await insertRequest(db, target.row, reason ?? null);
    await writeToDeciders(db, target, asked, "erasureAsked", request.id);
    const { accountId, personId, id } = target.row;
    await post(db, {
      personId,
      kind: "erasureNoted",
      text: letters.erasureNoted({
        account: await accountName(db, accountId),
        due: dayInWords(asked.dueAt),
      }),
      requestId: request.id,
      to: target.email,
      user: { accountId, id },
    });
    return {
      value: await requestView(db, asked, false),
      told: { object: target, particulars: { dueAt: asked.dueAt.toISOString() } },
    };
  },
});
