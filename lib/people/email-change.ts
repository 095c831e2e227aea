import { day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { Failure } from "@/lib/gate/failure";
import { issueLink } from "@/lib/links/rows";
import { type Starter, startedByItself } from "@/lib/links/starter";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { sameEmail } from "@/lib/shapes/email";
import { persons } from "@/lib/db/schema";
import { eq } from "drizzle-orm";
import { credentialsOf } from "./rows";

/** How long the address in use has to stop a change that somebody else started (decision 060). */
const WAITS = day;

const inWords = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " at ")} UTC`;

/**
 * Tells the address in use first, with a link that stops the change, then sends the new address a link to confirm; until then nothing changes. Whether the address is taken is not told
 * here: the letter goes out either way (ASVS V6.3.8).
 */
export async function askToConfirm(
  db: Database,
  personId: string,
  {
    newEmail,
    oldEmail,
    startedFor,
    starter,
    by,
    requestId,
    now,
  }: {
    newEmail: string;
    oldEmail: string;
    /** the user an administrator started it for; left out when the person did */
    startedFor?: { accountId: string; userId: string };
    starter: Starter;
    /** the name of somebody else who started it */
    by: string | null;
    requestId: string;
    now: Date;
  },
): Promise<void> {
  if (sameEmail(newEmail) === sameEmail(oldEmail)) {
    throw new Failure("invalid", { fields: { email: "This is the address already in use." } });
  }
  const [frozen] = await db
    .select({ until: persons.emailFrozenUntil })
    .from(persons)
    .where(eq(persons.id, personId));
  if (frozen?.until && frozen.until > now) {
    throw new Failure("address_taken", {
      says: `The address was taken back a short while ago and cannot be changed before ${frozen.until.toISOString().slice(0, 10)}.`,
    });
  }
  const person = await credentialsOf(db, personId);
  const waits = startedFor ? WAITS : 0;
  const from = startedFor ? inWords(new Date(now.getTime() + waits)) : null;
  const stop = await issueLink(db, "email-stop", {
    personId,
    credentialVersion: person.credential_version,
    newEmail,
    starter: startedByItself(starter.startedAs),
  });
  await post(db, {
    personId,
    kind: "emailChangeAsked",
    text: letters.emailChangeAsked({ url: address.stopEmailChange(stop.token), by, from }),
    requestId,
    to: oldEmail,
    linkId: stop.id,
  });
  const link = await issueLink(db, "email-confirm", {
    personId,
    credentialVersion: person.credential_version,
    newEmail,
    starter,
    waits,
    ...startedFor,
  });
  await post(db, {
    personId,
    kind: "emailConfirm",
    text: letters.emailConfirm({ url: address.confirmEmail(link.token), from }),
    requestId,
    to: newEmail,
    linkId: link.id,
  });
}
