import { z } from "zod";

import { findAccount, ownersOf } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { post } from "@/lib/mail/post";
import { subjects } from "./enqueue-notices";
import { noticeOf } from "./notice";

/** Tells the owners of an account by letter of what is to change, or no longer is, about who processes their data and where. */
export const tellOfChange = command("notice.tell_of_change", {
  input: z.strictObject({ about: z.enum(subjects), id: z.uuid() }),
  refuses: ["not_found"],
  target: findAccount,
  async run({ db, target, input: { about, id }, request, now }) {
    const notice = await noticeOf(db, about, id, target.name, now);
    if (!notice) throw new Failure("not_found");
    const owners = (await ownersOf(db, target.id)).filter(({ status }) => status === "active");
    for (const owner of owners) {
      await post(db, {
        personId: owner.personId,
        kind: notice.kind,
        text: notice.text,
        requestId: request.id,
        to: owner.email,
        user: { accountId: target.id, id: owner.id },
      });
    }
    return {
      value: null,
      told: { object: target, particulars: { says: notice.says, owners: owners.length } },
    };
  },
});
