import { and, eq } from "drizzle-orm";
import { z } from "zod";

import { accountName, isSealed } from "@/lib/accounts/rows";
import { journalErasure } from "@/lib/backups/journal";
import { calledIn } from "@/lib/copies/called";
import type { Gone } from "@/lib/copies/copy";
import { destroyWithCopies } from "@/lib/copies/destroy";
import type { Database } from "@/lib/db/connection";
import { accounts, persons, users } from "@/lib/db/schema";
import { NOBODY } from "@/lib/db/schema/traffic";
import { enterScope } from "@/lib/db/scope";
import { command, type Left } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { anOwnerRemains } from "@/lib/ownership/an-owner-remains";
import type { Actor } from "@/lib/policy/actor";
import { certify, keepRecipient } from "@/lib/purge/certify";
import { isStaff } from "@/lib/staff/rows";
import { destroyPerson } from "./destroy-person";
import { emailOf, everyPlaceOf } from "./rows";

/**
 * Erases a person everywhere (P65): their users in all accounts, their sessions, links, letters and keys. What they did to others stays,
 * without their name. A job does it, so that nothing of them is noted along with it. The only owner of an account has to hand over first.
 */
export const erasePerson = command("person.erase", {
  input: z.strictObject({
    personId: z.uuid(),
    /** when they asked for it */
    requestedAt: z.iso.datetime().optional(),
    /** whether they want the certificate by letter; their address is kept for it until backups are gone */
    letter: z.boolean().default(false),
  }),
  output: z.object({ certificateId: z.uuid() }),
  refuses: ["not_found", "still_staff"],
  upholds: [anOwnerRemains],
  async run({ db, me, input: { personId, requestedAt, letter }, request, now }) {
    await enterScope(db, null, personId);
    const [person] = await db
      .select({ id: persons.id })
      .from(persons)
      .where(eq(persons.id, personId))
      .for("update");
    if (!person) throw new Failure("not_found");
    const places = await refuseToErase(db, personId);

    await enterScope(db, null, personId);
    const email = await emailOf(db, personId);
    const told: Left[] = [];
    let events = 0;
    for (const { account_id: accountId, user_id: userId, status } of places) {
      await enterScope(db, accountId, personId);
      const destroyed = await eraseUser(db, { accountId, userId, personId }, me, request.id);
      events += destroyed;
      if (status === "sealed") continue;
      const name = await accountName(db, accountId);
      told.push({
        accountId,
        object: { kind: "account", id: accountId, name },
        particulars: { destroyed },
      });
    }
    await enterScope(db, null, personId);
    const keys = await destroyPerson(db, personId);
    for (const { account_id: accountId, user_id: objectId } of places)
      await journalErasure(db, { kind: "user", accountId, objectId, personId: null }, now);
    await journalErasure(
      db,
      { kind: "person", accountId: NOBODY, objectId: personId, personId },
      now,
    );
    const { id, code } = await certify(
      db,
      {
        ...{ kind: "person", accountId: null, objectId: personId, keys },
        requestedAt: requestedAt ? new Date(requestedAt) : null,
        deleted: { persons: 1, users: places.length, activity: events },
      },
      now,
    );
    if (letter) await keepRecipient(db, id, { email, code });
    return {
      value: { certificateId: id },
      told: [...told, { logged: { id, name: null } }],
    };
  },
});

/**
 * Refuses to erase one of the staff, and the only owner of an account. It is asked before anything is done, so that all accounts that would
 * be left without an owner are named.
 *
 * @returns their places
 */
export async function refuseToErase(db: Database, personId: string) {
  if (await isStaff(db, personId)) throw new Failure("still_staff");
  const places = await everyPlaceOf(db, personId);
  const names: string[] = [];
  for (const { account_id: accountId, user_id: userId, role } of places) {
    if (role !== "owner") continue;
    await enterScope(db, accountId, personId);
    const [row] = await db
      .select({ status: users.status, owners: accounts.activeOwnerCount })
      .from(users)
      .innerJoin(accounts, eq(accounts.id, users.accountId))
      .where(and(eq(users.accountId, accountId), eq(users.id, userId)));
    if (row?.status !== "active" || row.owners > 1) continue;
    if (await isSealed(db, accountId))
      throw new Failure("last_owner", {
        says: "An account of which they are the only owner is closed and about to be purged. They go with it.",
      });
    names.push(await accountName(db, accountId));
  }
  if (names.length)
    throw new Failure("last_owner", {
      says: `They are the only owner of ${names.join(" and ")}. Make someone else an owner first, or close the account.`,
    });
  return places;
}

/** @returns how many entries of the activity went along */
async function eraseUser(
  db: Database,
  { accountId, userId: id, personId }: { accountId: string; userId: string; personId: string },
  me: Actor,
  requestId: string,
): Promise<number> {
  const thisOne = and(eq(users.accountId, accountId), eq(users.id, id));
  const called = await calledIn(db, { accountId, userId: id, personId });
  const gone: Gone = { accountId, kind: "user", id, called };
  const destroyed = await destroyWithCopies(db, gone, me, requestId);
  await db.delete(users).where(thisOne);
  return destroyed;
}
