import { z } from "zod";

import { day, hour } from "@/lib/clock";
import { journalErasure } from "@/lib/backups/journal";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { DEFAULT_OVERLAP, KeyId, MOST_DAYS, NewApiKey, OverlapHours } from "./api-key";
import { effectiveScopes, scopesOf, viewOf } from "./view";
import { findKey } from "./find-key";
import { insertKey } from "./insert-key";
import { updateKey } from "./update-key";

/**
 * Makes a successor with the same settings. The old key goes on for an overlap, in which programs are handed the new
 * one; without an overlap it ends at once. Like making a key, it needs the password.
 *
 * Refused with `key_ended`, `key_rotated`, `step_up_required`, `wrong_password`.
 */
export const rotateKey = command("api_key.rotate", {
  input: z.strictObject({
    keyId: KeyId,
    overlapHours: OverlapHours.default(DEFAULT_OVERLAP),
    password: z.string().max(1_024).optional(),
  }),
  output: NewApiKey,
  refuses: ["key_ended", "key_rotated", "step_up_required", "wrong_password"],
  target: findKey,
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, target, input: { overlapHours }, prepared: proof, now }) {
    if (me.kind !== "user") throw new Failure("forbidden");
    await insistOnProof(db, me, proof, now);
    const { row } = target;
    if (row.revokedAt || row.expired) throw new Failure("key_ended");
    if (row.successorId) throw new Failure("key_rotated");
    const scopes = effectiveScopes(scopesOf(row), row.holder);
    if (scopes.length === 0) throw new Failure("key_ended");

    const life = Math.min(row.expiresAt.getTime() - row.createdAt.getTime(), MOST_DAYS * day);
    const { key, record } = await insertKey(db, row.accountId, {
      name: row.name,
      holderId: me.userId,
      scopes,
      networks: row.networks,
      expiresAt: new Date(now.getTime() + life),
    });
    const until = new Date(Math.min(row.expiresAt.getTime(), now.getTime() + overlapHours * hour));
    await updateKey(db, row, {
      successorId: record.id,
      ...(overlapHours > 0
        ? { expiresAt: until }
        : { revokedAt: now, revokedBecause: "rotation" as const }),
    });
    const { accountId, id: objectId } = row;
    await journalErasure(db, { kind: "api_key", accountId, objectId, personId: null }, now);
    const value: NewApiKey = { ...viewOf(me, record), key };
    const particulars = { until: overlapHours > 0 ? until.toISOString() : null };
    return {
      value,
      told: [
        { object: target, particulars: { ...particulars, successorId: record.id } },
        {
          object: { kind: "api_key", id: record.id, name: record.name },
          particulars: { ...particulars, predecessorId: row.id },
        },
      ],
    };
  },
});
