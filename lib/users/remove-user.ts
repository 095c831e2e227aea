import { and, eq } from "drizzle-orm";
import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { journalErasure } from "@/lib/backups/journal";
import { command } from "@/lib/gate/command";
import { calledIn } from "@/lib/copies/called";
import type { Gone } from "@/lib/copies/copy";
import { destroyWithCopies } from "@/lib/copies/destroy";
import { Failure } from "@/lib/gate/failure";
import { sameName } from "@/lib/shapes/same-name";
import type { Database } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { persons, users } from "@/lib/db/schema";
import { forgetLimitsOfAccount } from "@/lib/limits/forget";
import { destroyPerson } from "@/lib/people/destroy-person";
import { everyPlaceOf } from "@/lib/people/rows";
import { certify } from "@/lib/purge/certify";
import { isStaff } from "@/lib/staff/rows";
import { findUser } from "./rows";
import { OwnPassword, UserId } from "./user";

/** How much went; whether the person went too is null where they never accepted. */
const UserRemoved = z
  .object({
    destroyed: z
      .int()
      .meta({ description: "Entries of the activity that went along", examples: [12] }),
    personGone: z.boolean().nullable().meta({
      description: "Whether the person went too; null where they never accepted",
    }),
  })
  .meta({ id: "UserRemoved", description: "What a permanent deletion destroyed" });

/**
 * Permanently deletes a user in the bin: the user, their sessions, links and letters, all activity about them, and every copy of it,
 * irrevocably (P35). What they did to others stays, without their name. One line without content remains in the
 * account's ledger. When it was the person's last user, the person goes
 * too, unless they are of the staff.
 */
export const removeUser = command("user.remove", {
  input: z.strictObject({
    userId: UserId,
    /** typed by hand, to be sure; a job that empties the bin needs none */
    name: z.string().max(400).optional(),
    password: OwnPassword,
  }),
  output: UserRemoved,
  refuses: ["not_deleted", "name_mismatch"],
  target: findUser,
  async run({ db, me, target, input, request, now }) {
    if (target.status !== "deleted") throw new Failure("not_deleted");
    if (me.kind !== "system" && !sameName(input.name ?? "", target.name)) {
      throw new Failure("name_mismatch");
    }
    const { accountId, personId } = target.row;
    const places = await placesBehindLock(db, accountId, personId);
    // First what hangs on their keys: with the user goes whose they were.
    const called = await calledIn(db, { accountId, userId: target.id, personId });
    const gone: Gone = { accountId, kind: "user", id: target.id, called };
    const destroyed = await destroyWithCopies(db, gone, me, request.id);
    await db.delete(users).where(and(eq(users.accountId, accountId), eq(users.id, target.id)));
    const lastOfPerson = places.length === 1 && !(await isStaff(db, personId));
    await forgetLimitsOfAccount(db, accountId, [{ id: target.id, email: target.email }]);
    const keys = lastOfPerson ? await destroyPerson(db, personId) : [];
    await journalErasure(
      db,
      { kind: "user", accountId, objectId: target.id, personId: lastOfPerson ? personId : null },
      now,
    );
    const { id: certificateId, goneBy } = await certify(
      db,
      {
        ...{ kind: "user", accountId, objectId: target.id, requestedAt: null, keys },
        deleted: { users: 1, activity: destroyed, persons: Number(lastOfPerson) },
      },
      now,
    );
    return {
      value: { destroyed, personGone: target.row.acceptedAt ? lastOfPerson : null },
      told: {
        object: { kind: "account", id: accountId, name: await accountName(db, accountId) },
        particulars: { destroyed, certificateId, goneBy: goneBy?.toISOString() ?? null, keys },
      },
    };
  },
});

/** Whoever removes the person's user in another account at this moment waits, so that one of the two is the last. */
async function placesBehindLock(db: Database, accountId: string, personId: string) {
  await enterScope(db, accountId, personId);
  await db.select({ id: persons.id }).from(persons).where(eq(persons.id, personId)).for("update");
  return everyPlaceOf(db, personId);
}
