import { z } from "zod";

import { command } from "@/lib/gate/command";
import { startedByItself } from "@/lib/links/starter";
import { address } from "@/lib/mail/addresses";
import { sendInvitation } from "@/lib/users/invitation";
import { Email } from "@/lib/shapes/email";
import { Name } from "@/lib/users/user";
import { AccountName } from "./account";
import { createFirstOwner } from "./first-owner";

/** Creates an account and invites its owner, from the command line. The link is told to the operator, and mailed. */
export const createAccount = command("account.create", {
  input: z.strictObject({ account: AccountName, email: Email, name: Name }),
  output: z.object({ accountId: z.uuid(), userId: z.uuid(), link: z.string() }),
  refuses: [],
  async run({ db, input: { account, email, name }, request }) {
    const { accountId, person, user } = await createFirstOwner(db, {
      account,
      name,
      email,
      activeSince: null,
    });
    const token = await sendInvitation(db, {
      person,
      user,
      account,
      inviter: null,
      starter: startedByItself("account.create"),
      requestId: request.id,
    });
    return {
      value: { accountId, userId: user.id, link: address.setPassword(token) },
      told: {
        accountId,
        object: { kind: "account", id: accountId, name: account },
      },
    };
  },
});
