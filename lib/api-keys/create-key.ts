import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { day } from "@/lib/clock";
import { capped, scopesHeldBy } from "@/lib/policy/held-scopes";
import {
  DEFAULT_DAYS,
  ExpiresInDays,
  KeyName,
  MOST_KEYS,
  Networks,
  NewApiKey,
  Scopes,
} from "./api-key";
import { insertKey } from "./insert-key";
import { countLiveKeys } from "./rows";
import { viewOf } from "./view";

/**
 * Makes a key for a program. It acts for whoever makes it, never beyond its scopes and never beyond what they may
 * themselves (P18); the answer is the only one that ever tells it. It needs the password, given just now or at most ten
 * minutes ago.
 *
 * Refused with `too_many_keys`, `step_up_required`, `wrong_password`.
 */
export const createKey = command("api_key.create", {
  input: z.strictObject({
    name: KeyName,
    scopes: Scopes,
    expiresInDays: ExpiresInDays.default(DEFAULT_DAYS),
    networks: Networks.default([]),
    password: z.string().max(1_024).optional(),
  }),
  output: NewApiKey,
  refuses: ["too_many_keys", "step_up_required", "wrong_password"],
  target: async () => null, // finds nobody, and so waits for whoever makes a key at the same moment
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, input, prepared: proof, now }) {
    if (me.kind !== "user") throw new Failure("forbidden");
    await insistOnProof(db, me, proof, now);
    const held = scopesHeldBy(capped(me.role));
    const beyond = input.scopes.filter((scope) => !held.includes(scope));
    if (beyond.length > 0) {
      const says = `A key may be given only what you may yourself, and that is not ${beyond.join(", ")}.`;
      throw new Failure("invalid", { fields: { scopes: says } });
    }
    if ((await countLiveKeys(db, me.accountId)) >= MOST_KEYS) {
      throw new Failure("too_many_keys", {
        says: `The account holds ${MOST_KEYS} keys, and that is the most. Revoke one that is no longer used.`,
      });
    }
    const { key, record } = await insertKey(db, me.accountId, {
      ...input,
      holderId: me.userId,
      expiresAt: new Date(now.getTime() + input.expiresInDays * day),
    });
    const value: NewApiKey = { ...viewOf(me, record), key };
    return {
      value,
      told: {
        object: { kind: "api_key", id: record.id, name: input.name },
        particulars: {
          scopes: input.scopes,
          networks: input.networks,
          expiresAt: value.expiresAt,
        },
      },
    };
  },
});
