import { z } from "zod";

import { journalErasure } from "@/lib/backups/journal";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { KeyId } from "./api-key";
import { findKey } from "./find-key";
import { tellOfKey } from "./tell";
import { updateKey } from "./update-key";

/**
 * Ends a key that was sent without encryption: whoever listened has it too. Its holder and the owners are told by letter
 * (P27).
 */
export const revokeExposedKey = command("api_key.revoke_exposed", {
  input: z.strictObject({ keyId: KeyId }),
  output: z.object({ holderId: z.uuid().nullable() }),
  refuses: ["key_ended"],
  target: findKey,
  async run({ db, target, request, now }) {
    const { row } = target;
    if (row.revokedAt || row.expired) throw new Failure("key_ended");
    await updateKey(db, row, { revokedAt: now, revokedBecause: "exposed" });
    await tellOfKey(db, row, { kind: "keyExposed" }, request.id);
    const { accountId, id: objectId } = row;
    await journalErasure(db, { kind: "api_key", accountId, objectId, personId: null }, now);
    return { value: { holderId: row.holderId }, told: { object: target } };
  },
});
