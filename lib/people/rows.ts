import { and, eq, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { persons } from "@/lib/db/schema";
import { call, enterScope } from "@/lib/db/scope";
import { emailIndex } from "@/lib/vault/blind-index";
import { addKey } from "@/lib/vault/key-store";
import { freshVault, personVault, wrappingRootKey } from "@/lib/vault/keyring";
import type { Role, Status } from "@/lib/users/user";

export type FoundPerson = { id: string; password_hash: string | null; credential_version: number };
export type PlaceRow = { account_id: string; user_id: string; role: Role; status: Status };
/** A place that may be in an account nobody gets into any more. */
type AnyPlaceRow = Omit<PlaceRow, "status"> & { status: Status | "sealed" };

const emailPlace = (personId: string) => ({ table: "persons", column: "email", row: personId });

/** The person behind an address, if there is one; opens their scope. */
export async function findPerson(db: Database, email: string): Promise<FoundPerson | null> {
  const [found] = await call<FoundPerson>(db, "find_person", await emailIndex(db, email));
  return found ?? null;
}

/** The person behind an address, made if need be, so that inviting tells nobody whether there was one. */
export async function personFor(
  db: Database,
  accountId: string | null,
  email: string,
): Promise<FoundPerson> {
  const known = await findPerson(db, email);
  await enterScope(db, accountId, known?.id);
  if (known) return known;
  const id = newId();
  const { vault, key } = freshVault(await wrappingRootKey(db), `person:${id}`);
  await enterScope(db, accountId, id);
  await db.insert(persons).values({
    id,
    email: vault.seal(emailPlace(id), email),
    emailIndex: await emailIndex(db, email),
  });
  await addKey(db, `person:${id}`, key);
  return { id, password_hash: null, credential_version: 1 };
}

/** The address of a person in scope. */
export async function emailOf(db: Database, personId: string): Promise<string> {
  const [row] = await db
    .select({ email: persons.email })
    .from(persons)
    .where(eq(persons.id, personId));
  return (await personVault(db, personId)).open(emailPlace(personId), row!.email);
}

export async function writeEmail(db: Database, personId: string, email: string): Promise<void> {
  const vault = await personVault(db, personId);
  await db
    .update(persons)
    .set({
      email: vault.seal(emailPlace(personId), email),
      emailIndex: await emailIndex(db, email),
      credentialVersion: sql`${persons.credentialVersion} + 1`,
    })
    .where(eq(persons.id, personId));
}

/**
 * Writes a new password; every link issued before dies with the credential version. A first password replaces
 * nothing, and leaves invitations to other accounts alive.
 */
export async function writePassword(db: Database, personId: string, hash: string): Promise<void> {
  await db
    .update(persons)
    .set({
      passwordHash: hash,
      passwordSetAt: sql`now()`,
      credentialVersion: sql`${persons.credentialVersion} + (${persons.passwordHash} is not null)::int`,
    })
    .where(eq(persons.id, personId));
}

/** Stores the same password under today's pepper and cost; nothing else changes. */
export async function rehashPassword(
  db: Database,
  personId: string,
  was: string,
  hash: string,
): Promise<void> {
  await db
    .update(persons)
    .set({ passwordHash: hash })
    .where(and(eq(persons.id, personId), eq(persons.passwordHash, was)));
}

/** The accounts a person is in, whatever their status there; those that are closed for good left out. */
export const placesOf = async (db: Database, personId: string): Promise<PlaceRow[]> =>
  (await everyPlaceOf(db, personId)).filter(
    (place): place is PlaceRow => place.status !== "sealed",
  );

/** The same with accounts that are closed and not yet purged: as long as one has them, a person belongs somewhere. */
export const everyPlaceOf = (db: Database, personId: string): Promise<AnyPlaceRow[]> =>
  call<AnyPlaceRow>(db, "places", personId);

/** What links and letters need to know of a person in scope. */
export async function credentialsOf(db: Database, personId: string): Promise<FoundPerson> {
  const [row] = await db
    .select({
      id: persons.id,
      password_hash: persons.passwordHash,
      credential_version: persons.credentialVersion,
    })
    .from(persons)
    .where(eq(persons.id, personId));
  return row!;
}
