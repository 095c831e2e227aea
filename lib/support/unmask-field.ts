import { z } from "zod";

import { supportUnmasks } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import type { SupportActor } from "@/lib/policy/actor";
import { findUser } from "@/lib/users/rows";
import { line } from "@/lib/shapes/line";
import { sealUnmaskReason } from "./rows";
import { personalFields } from "./personal";

/** What has personal fields of its own. */
const kinds = ["user", "event", "webhook", "delivery", "call"] as const;

/**
 * Shows one personal field of one thing in clear, for as long as the access lasts. Only what an owner agreed to, one by
 * one, each with a reason that the account reads (P49).
 */
export const unmaskField = command("support.unmask", {
  input: z.strictObject({
    objectKind: z.enum(kinds, "This has no fields to unmask."),
    objectId: z.uuid("This is not an id."),
    field: z.enum(personalFields, "Choose a field from the list."),
    reason: line(500, "Say why. The account reads it in its activity."),
  }),
  refuses: ["not_found"],
  async run({ db, me, input: { objectKind, objectId, field, reason } }) {
    const { accountId, grantId, fields, name } = me as SupportActor;
    if (!fields.includes(field)) {
      throw new Failure("forbidden", { says: "No owner agreed to unmask this. Ask for it first." });
    }
    const object =
      objectKind === "user"
        ? await findUser({ db, me, input: { userId: objectId } })
        : ({ kind: "support_grant", id: grantId, name } as const);
    await db
      .insert(supportUnmasks)
      .values({
        ...{ accountId, grantId, objectKind, objectId, field },
        reason: await sealUnmaskReason(db, accountId, objectId, reason),
      })
      .onConflictDoNothing();
    return {
      value: null,
      told: { object, particulars: { objectKind, objectId, field, reason } },
    };
  },
});
