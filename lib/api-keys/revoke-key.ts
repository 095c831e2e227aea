import { z } from "zod";

import { journalErasure } from "@/lib/backups/journal";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { KeyId } from "./api-key";
import { findKey } from "./find-key";
import { tellOfKey } from "./tell";
import { updateKey } from "./update-key";

/**
 * Ends a key at once and for good: its very next call is refused. Whoever runs the account may, also for a key of someone
 * else, who is told by letter. Refused with `key_ended`.
 */
export const revokeKey = command("api_key.revoke", {
  input: z.strictObject({ keyId: KeyId }),
  refuses: ["key_ended"],
  target: findKey,
  async run({ db, me, target, request, now }) {
    const { row } = target;
    if (row.revokedAt || row.expired) throw new Failure("key_ended");
    await updateKey(db, row, { revokedAt: now, revokedBecause: "person" });
    if (me.kind === "user" && row.holder && row.holder.id !== me.userId) {
      await tellOfKey(db, row, { kind: "keyRevoked", by: me.name }, request.id);
    }
    const { accountId, id: objectId } = row;
    await journalErasure(db, { kind: "api_key", accountId, objectId, personId: null }, now);
    return { value: null, told: { object: target } };
  },
});
