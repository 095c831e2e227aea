import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { sameName } from "@/lib/shapes/same-name";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { anOwnerRemains } from "@/lib/ownership/an-owner-remains";
import { actorIdOf } from "@/lib/policy/actor";
import { putIntoBin } from "@/lib/users/bin";
import { removeUser } from "@/lib/users/remove-user";
import { findUser } from "@/lib/users/rows";
import { OwnPassword, UserId } from "@/lib/users/user";
import { Reason } from "./privacy";
import { closeRequest, insistOnRequest } from "./rows";

/**
 * Answers a request for erasure. Erasing is the bin and the permanent deletion in one step, and cannot be undone; refusing
 * needs a reason, which the one who asked reads in a letter and on their page.
 */
export const answerRequest = command("privacy.answer_request", {
  input: z.strictObject({
    userId: UserId,
    answer: z.enum(["erase", "refuse"]),
    /** typed by hand, to be sure that it is erased who is meant */
    name: z.string().max(400).optional(),
    /** why it is refused */
    reason: Reason.optional(),
    password: OwnPassword,
  }),
  refuses: ["not_requested", "name_mismatch", "not_deleted"],
  upholds: [anOwnerRemains],
  target: findUser,
  async run({ db, me, target, input: { userId, answer, name, reason }, request, now, ...step }) {
    const asked = await insistOnRequest(db, target.row);
    const { accountId, personId } = target.row;
    if (answer === "erase") {
      if (!sameName(name ?? "", target.name)) throw new Failure("name_mismatch");
      if (target.status !== "deleted") await putIntoBin(db, target, now, "delete");
      const gone = { ...target, status: "deleted" as const };
      const removed = await removeUser.run({
        ...{ ...step, db, me, target: gone, input: { userId, name }, request, now },
      });
      return "value" in removed ? { value: null, told: removed.told } : removed;
    }
    if (!reason) {
      throw new Failure("invalid", { fields: { reason: "Say why it cannot be done." } });
    }
    await closeRequest(db, asked, { outcome: "refused", by: actorIdOf(me), answer: reason });
    await post(db, {
      personId,
      kind: "erasureRefused",
      text: letters.erasureRefused({ account: await accountName(db, accountId), reason }),
      requestId: request.id,
      to: target.email,
      user: { accountId, id: userId },
    });
    return { value: null, told: { object: target, particulars: { answer, reason } } };
  },
});
