import { setTimeout as pause } from "node:timers/promises";

import { eq } from "drizzle-orm";
import { z } from "zod";

import { hour, second } from "@/lib/clock";
import { type Database, inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { persons, sessions } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { command, type Done } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueueSealed } from "@/lib/jobs/enqueue";
import { addressBlock, countTry, forgetTries, giveBack, insist, within } from "@/lib/limits/limits";
import { log } from "@/lib/log";
import { hashToken, newToken } from "@/lib/links/token";
import { hashed, matches } from "@/lib/passwords/check";
import { peopledPlaces } from "@/lib/people/places";
import { everyPlaceOf, findPerson, type FoundPerson, rehashPassword } from "@/lib/people/rows";
import { sameEmail } from "@/lib/shapes/email";
import { Instant } from "@/lib/users/user";
import { personVault } from "@/lib/vault/keyring";
import { loggedFor } from "@/lib/staff/logged-for";
import { isStaff } from "@/lib/staff/rows";
import { knownDevice } from "./known-device";
import { originOf } from "./origin";
import { endOldest, originPlace } from "./rows";
import { seen } from "./seen";

/** No session outlives this, however busy (ASVS V7.3.2). Half an hour of rest ends it too; the database checks. */
export const SESSION_LASTS = 12 * hour;

/** The token is told this once. `picked` is false where the person has yet to choose an account. */
const Opened = z.object({ token: z.string(), expiresAt: Instant, picked: z.boolean() });
type Opened = z.infer<typeof Opened>;

/**
 * Signs a person in with e-mail and password. The same answer after the same time for an unknown address, a wrong
 * password, and someone invited, paused or deleted (P10; ASVS V6.3.8). With one account it is opened; with several,
 * or for one of the staff who has a place in one too, the person picks next.
 *
 * Refused with `wrong_credentials`, `too_many`, `busy`; with `account_closed` whoever knows the password of an account that is gone.
 */
export const openSession = command("session.open", {
  input: z.strictObject({
    email: z.string().max(300),
    password: z.string().max(2_000),
    accountId: z.uuid().optional(),
    /** of a second factor; nobody can set one up yet, and one that is sent is refused rather than ignored */
    code: z
      .literal("", "No second factor is set up for anyone yet. Leave the code out.")
      .optional(),
    /** what this browser kept from an earlier sign-in, see `known-device.ts` */
    device: z.string().max(200).optional(),
  }),
  output: Opened,
  refuses: ["wrong_credentials", "account_closed", "busy"],
  async prepare({ email: typed, password, device }, _me, request) {
    const block = `${request.source === "panel" ? "panel" : "api"} ${addressBlock(request.ip)}`;
    const email = sameEmail(typed);
    await slowDownWhenFlooded();
    // Strangers who fail from this address do not keep out the people whose browsers are known here.
    const known = await knownDevice(email, device);
    if (!known) await insist("sign-in from an address block", block);
    const open = await countTry(email, known);
    const person = await inTransaction((db) => findWelcome(db, email));
    const { ok, rehash } = await matches(password, open ? (person?.password_hash ?? null) : null);
    if (!ok || !person) return { email, known, person: null, rehashed: null };
    if (!known) await giveBack("sign-in from an address block", block);
    await giveBack("sign-in anywhere", "all");
    return { email, known, person, rehashed: rehash ? await hashed(password) : null };
  },
  async run({
    db,
    input,
    prepared: { email, known, person, rehashed },
    request,
    now,
  }): Promise<Done<Opened>> {
    const places = person ? await peopledPlaces(db, person.id) : [];
    const open = places.filter(({ status }) => status === "active");
    const staff = person ? await loggedAs(db, person.id) : [];
    const place = input.accountId
      ? open.find(({ accountId }) => accountId === input.accountId)
      : open.length === 1 && !staff.length
        ? open[0]
        : undefined;
    if (
      person &&
      (await isShutOut(db, person.id, input.accountId ?? null, open.length + staff.length))
    )
      throw new Failure("account_closed");
    if (!person || !(open.length || staff.length) || (input.accountId && !place)) {
      await enqueueSealed(db, "sign_in_failed", { email, request });
      return { refused: new Failure("wrong_credentials"), told: [] };
    }
    await forgetTries(db, email);
    if (known) await forgetTries(db, email, known);
    await enterScope(db, place?.accountId ?? null, person.id);
    if (!(await stillHas(db, person))) throw new Failure("wrong_credentials");
    if (rehashed) await rehashPassword(db, person.id, person.password_hash!, rehashed);
    const id = newId();
    const token = newToken();
    const expiresAt = new Date(now.getTime() + SESSION_LASTS);
    await db.insert(sessions).values({
      id,
      personId: person.id,
      accountId: place?.accountId,
      userId: place?.user.id,
      tokenHash: hashToken("session", token),
      kind: request.source === "panel" ? "panel" : "api",
      origin: (await personVault(db, person.id)).sealJson(originPlace(id), originOf(request)),
      expiresAt,
    });
    await endOldest(db, person.id);
    if (place) await seen(db, { accountId: place.accountId, id: place.user.id });
    return {
      value: {
        token,
        expiresAt: expiresAt.toISOString(),
        picked: place !== undefined || !open.length,
      },
      told: place
        ? {
            accountId: place.accountId,
            object: place.user,
            by: { id: place.user.id, name: place.user.name },
          }
        : staff,
    };
  },
});

/** Whether they are kept out, password right and all, because the account they ask for, or the only one they have, is closed for good. */
async function isShutOut(
  db: Database,
  personId: string,
  accountId: string | null,
  doors: number,
): Promise<boolean> {
  if (!accountId && doors) return false;
  const places = await everyPlaceOf(db, personId);
  return places.some(
    (one) => one.status === "sealed" && (accountId === null || one.account_id === accountId),
  );
}

/** What a sign-in of one of the staff leaves in the log of the installation. */
async function loggedAs(db: Database, personId: string) {
  await enterScope(db, null, personId);
  return loggedFor(db, personId);
}

/**
 * Whether the password that was compared is still theirs. A change of it under way is waited for, and one that comes
 * later waits for this session and ends it: no session outlives the password it was opened with.
 */
async function stillHas(db: Database, person: FoundPerson): Promise<boolean> {
  const [now] = await db
    .select({ version: persons.credentialVersion })
    .from(persons)
    .where(eq(persons.id, person.id))
    .for("share");
  return now?.version === person.credential_version;
}

/** A flood of failures everywhere slows every sign-in a little and shuts nobody out. */
async function slowDownWhenFlooded(): Promise<void> {
  if ((await within("sign-in anywhere", "all")).ok) return;
  log.warn("sign-ins fail in large numbers");
  await pause(second);
}

/**
 * The person behind an address, where at least one account lets them in, or the operator. Looks as hard for an address nobody has, and
 * a right password of someone paused or deleted changes nothing about the answer or its time.
 */
async function findWelcome(db: Database, email: string): Promise<FoundPerson | null> {
  const person = await findPerson(db, email);
  const id = person?.id ?? "00000000-0000-0000-0000-000000000000";
  const [places, staff] = await Promise.all([everyPlaceOf(db, id), isStaff(db, id)]);
  return staff || places.some(({ status }) => status === "active" || status === "sealed")
    ? person
    : null;
}
