import { z } from "zod";
import { eq } from "drizzle-orm";

import { accounts } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { accountOf } from "@/lib/policy/scope";
import { AccountName } from "./account";
import { accountName, renameAccount } from "./rows";

/** Renames the account. Refused with `changed_meanwhile` when someone was faster. */
export const editAccount = command("account.edit", {
  input: z.strictObject({ name: AccountName, version: z.number().int().optional() }),
  refuses: [],
  async run({ db, me, input: { name, version } }) {
    const id = accountOf(me);
    const [row] = await db
      .select({ version: accounts.version })
      .from(accounts)
      .where(eq(accounts.id, id));
    if (version !== undefined && version !== row!.version) throw new Failure("changed_meanwhile");
    const before = await accountName(db, id);
    if (before === name) return { value: null, told: [] };
    await renameAccount(db, id, name);
    return {
      value: null,
      told: {
        object: { kind: "account", id, name },
        changes: [{ field: "name", from: before, to: name }],
      },
    };
  },
});
