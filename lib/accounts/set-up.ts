import { z } from "zod";

import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { addressBlock, insist } from "@/lib/limits/limits";
import { useLink } from "@/lib/links/use-link";
import { hashed } from "@/lib/passwords/check";
import { contextWords } from "@/lib/passwords/context-words";
import { refuseWeakPassword } from "@/lib/passwords/refuse-weak-password";
import { writePassword } from "@/lib/people/rows";
import { readEnv } from "@/lib/env";
import { Email } from "@/lib/shapes/email";
import { Name } from "@/lib/users/user";
import { AccountName } from "./account";
import { createFirstOwner } from "./first-owner";

/**
 * Sets up a fresh installation with the one-time link that its first start prints: an account, its owner, and the
 * owner's password. There are no default accounts (ASVS V6.3.2). Refused with `already_set_up`, `link_dead`, `password_refused`.
 */
export const setUp = command("account.set_up", {
  input: z.strictObject({
    token: z.string().max(200),
    account: AccountName,
    name: Name,
    email: Email,
    password: z.string().max(2_000),
  }),
  output: z.object({ accountId: z.uuid() }),
  refuses: ["already_set_up", "link_dead", "password_refused", "busy"],
  async prepare({ account, name, email, password }, _me, request) {
    await insist("link from an address block", addressBlock(request.ip));
    const host = new URL(readEnv(process.env).origin).hostname;
    const context = contextWords({
      productName: "Castellan",
      accountNames: [account],
      host,
      names: [name],
      emails: [email],
    });
    await refuseWeakPassword(password, context);
    return hashed(password);
  },
  async run({ db, input: { token, account, name, email }, prepared: hash, now }) {
    if ((await call(db, "account_ids")).length) throw new Failure("already_set_up");
    await useLink(db, token, "setup");
    const { accountId, user } = await createFirstOwner(db, {
      account,
      name,
      email,
      activeSince: now,
    });
    await writePassword(db, user.personId, hash);
    return {
      value: { accountId },
      told: {
        accountId,
        object: { kind: "account", id: accountId, name: account },
        by: { id: user.id, name },
      },
    };
  },
});
