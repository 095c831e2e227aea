import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { anOwnerRemains } from "@/lib/ownership/an-owner-remains";
import { endUserSessions } from "@/lib/sessions/end";
import { findUser, sealPauseReason, updateUser } from "./rows";
import { OwnPassword, Reason, UserId, When } from "./user";

/**
 * Pausing a user ends every session they have in this account and keeps them out until they are resumed, or until
 * the end date where one is given. Their places in other accounts are left alone (P15).
 *
 * Refused with `already_paused`, `last_owner`, or `not_active` for someone who was never in or is in the bin.
 */
export const pauseUser = command("user.pause", {
  input: z.strictObject({
    userId: UserId,
    reason: Reason.optional().default(null),
    /** ISO instant; the user is resumed by itself then */
    until: When.nullish().default(null),
    password: OwnPassword,
  }),
  output: z.object({ sessionsEnded: z.int() }),
  refuses: ["already_paused", "not_active"],
  target: findUser,
  upholds: [anOwnerRemains],
  async run({ db, target, input: { reason, until }, now }) {
    if (target.status === "paused") throw new Failure("already_paused");
    if (target.status !== "active") {
      throw new Failure("not_active", {
        says: `${target.name} is not active, so there is nothing to pause.`,
      });
    }
    if (until && until <= now) {
      throw new Failure("invalid", { fields: { until: "Choose a time that is still to come." } });
    }
    await updateUser(db, target.row, {
      status: "paused",
      pausedAt: now,
      pausedUntil: until,
      pauseReason: await sealPauseReason(db, target.row, reason),
    });
    const sessions = await endUserSessions(db, target.row, "pause");
    return {
      value: { sessionsEnded: sessions },
      told: {
        object: target,
        changes: [{ field: "status", from: "active", to: "paused" }],
        particulars: { reason, until: until?.toISOString() ?? null, sessions },
      },
    };
  },
});
