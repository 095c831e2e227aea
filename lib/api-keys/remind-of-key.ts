import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { KeyId } from "./api-key";
import { findKey } from "./find-key";
import { tellOfKey } from "./tell";
import { updateKey } from "./update-key";

/** Tells the holder of a key, once, that it stops working within a week. */
export const remindOfKey = command("api_key.remind", {
  input: z.strictObject({ keyId: KeyId }),
  refuses: ["key_ended"],
  target: findKey,
  async run({ db, target, request, now }) {
    const { row } = target;
    if (row.revokedAt || row.expired || row.successorId || row.remindedAt)
      throw new Failure("key_ended");
    await updateKey(db, row, { remindedAt: now });
    await tellOfKey(db, row, { kind: "keyExpires" }, request.id);
    return { value: null, told: { object: target } };
  },
});
