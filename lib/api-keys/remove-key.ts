import { and, eq } from "drizzle-orm";
import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { journalErasure } from "@/lib/backups/journal";
import { destroyWithCopies } from "@/lib/copies/destroy";
import { Removed } from "@/lib/copies/removed";
import { apiKeys } from "@/lib/db/schema";
import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { KeyId } from "./api-key";
import { findKey } from "./find-key";

/**
 * Permanently deletes a key that has ended: its row, all activity about it and every copy, irrevocably (P35). What it did to others stays,
 * without its name and without where it came from. One line without content remains in the account's ledger. Refused with `key_not_ended`.
 */
export const removeKey = command("api_key.remove", {
  input: z.strictObject({ keyId: KeyId }),
  output: Removed,
  refuses: ["key_not_ended"],
  target: findKey,
  async run({ db, me, target, request, now }) {
    const { accountId, id, name, revokedAt, expired, holder } = target.row;
    if (!revokedAt && !expired && holder) throw new Failure("key_not_ended");
    const gone = { accountId, kind: "api_key" as const, id, called: [name] };
    const destroyed = await destroyWithCopies(db, gone, me, request.id);
    await db
      .update(apiKeys)
      .set({ successorId: null })
      .where(and(eq(apiKeys.accountId, accountId), eq(apiKeys.successorId, id)));
    await call(db, "remove_key", id);
    const erased = { kind: "removed_key" as const, accountId, objectId: id, personId: null };
    await journalErasure(db, erased, now);
    const object = {
      kind: "account" as const,
      id: accountId,
      name: await accountName(db, accountId),
    };
    return { value: { destroyed }, told: { object, particulars: { destroyed } } };
  },
});
