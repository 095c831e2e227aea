import { z } from "zod";

import { command } from "@/lib/gate/command";
import { AccountName } from "./account";
import { findAccount, renameAccount } from "./rows";

/** Renames the account. */
export const editAccount = command("account.edit", {
  input: z.strictObject({ name: AccountName }),
  refuses: [],
  target: findAccount,
  async run({ db, target, input: { name } }) {
    if (target.name === name) return { value: null, told: [] };
    await renameAccount(db, target.id, name);
    return {
      value: null,
      told: {
        object: { ...target, name },
        changes: [{ field: "name", from: target.name, to: name }],
      },
    };
  },
});
