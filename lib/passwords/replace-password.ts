import type { Database } from "@/lib/db/connection";
import type { RequestInfo } from "@/lib/gate/claim";
import { voidLinks } from "@/lib/links/rows";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { writePassword } from "@/lib/people/rows";
import { endPersonSessions } from "@/lib/sessions/end";
import { originOf } from "@/lib/sessions/origin";

/**
 * Puts a new password in place of what there was: all sessions of the person end, but for the one that asks where
 * there is one, and their open reset and confirmation links die (ASVS V7.4.3).
 */
export async function replacePassword(
  db: Database,
  personId: string,
  hash: string,
  session?: string,
): Promise<void> {
  await writePassword(db, personId, hash);
  await endPersonSessions(db, personId, "password", session);
  for (const purpose of ["reset", "email-confirm"] as const) {
    await voidLinks(db, { personId }, purpose);
  }
}

/** Tells the person by letter that their password was changed, and what to do if it was not them (ASVS V6.3.7). */
export async function tellOfNewPassword(
  db: Database,
  personId: string,
  request: RequestInfo,
  now: Date,
): Promise<void> {
  await post(db, {
    personId,
    kind: "passwordChanged",
    text: letters.passwordChanged({
      when: `${now.toISOString().slice(0, 16).replace("T", " at ")} UTC`,
      place: originOf(request)?.place ?? null,
      url: address.forgotPassword(),
    }),
    requestId: request.id,
  });
}
