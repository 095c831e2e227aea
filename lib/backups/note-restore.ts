import { z } from "zod";

import { accountName, ownersOf } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { accountOf } from "@/lib/policy/scope";

/** Tells an account that its data came out of a backup: in its activity, and its owners by letter (P70). */
export const noteRestore = command("account.restore", {
  input: z.strictObject({ restoredTo: z.coerce.date(), at: z.coerce.date() }),
  output: z.null(),
  refuses: [],
  async run({ db, me, input, request }) {
    const accountId = accountOf(me);
    const name = await accountName(db, accountId);
    const [of, on] = [input.restoredTo, input.at].map(moment);
    for (const owner of await ownersOf(db, accountId)) {
      if (owner.status !== "active") continue;
      await post(db, {
        personId: owner.personId,
        kind: "restored",
        text: letters.restored({ account: name, of: of!, on: on! }),
        requestId: request.id,
        to: owner.email,
        user: { accountId, id: owner.id },
      });
    }
    return {
      value: null,
      told: {
        object: { kind: "account", id: accountId, name },
        particulars: { restoredTo: input.restoredTo.toISOString() },
      },
    };
  },
});

const moment = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
