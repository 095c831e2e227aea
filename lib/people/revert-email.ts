import { eq, sql } from "drizzle-orm";
import { z } from "zod";

import { persons } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { addressBlock, insist } from "@/lib/limits/limits";
import { issueLink, newEmailOf, voidLinks } from "@/lib/links/rows";
import { startedByItself } from "@/lib/links/starter";
import { useLink } from "@/lib/links/use-link";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { endPersonSessions } from "@/lib/sessions/end";
import { toldInEach } from "./places";
import { rewriteEmail } from "./rewrite-email";
import { credentialsOf, emailOf } from "./rows";

/**
 * The old address takes itself back, also when the password or the address itself was changed again since: all
 * sessions end, the password is worth nothing any more, because whoever changed the address knew it, and the address
 * cannot be changed again for three days. The letter carries a link to set a new password. Refused with `link_dead`, `address_taken`.
 */
export const revertEmail = command("email.revert", {
  input: z.strictObject({ token: z.string().max(200) }),
  output: z.object({ email: z.string() }),
  refuses: ["link_dead", "address_taken"],
  prepare: (_input, _me, request) => insist("link from an address block", addressBlock(request.ip)),
  async run({ db, input, request }) {
    const { id: linkId, person_id: personId } = await useLink(db, input.token, "email-revert");
    const wrong = await emailOf(db, personId);
    const right = await newEmailOf(db, personId, linkId);
    const places = await rewriteEmail(db, personId, right);
    await db
      .update(persons)
      .set({ emailFrozenUntil: sql`now() + interval '3 days'`, passwordHash: null })
      .where(eq(persons.id, personId));
    await endPersonSessions(db, personId, "email");
    await voidLinks(db, { personId, after: linkId }, "email-revert");
    await voidLinks(db, { personId }, "email-confirm");
    const person = await credentialsOf(db, personId);
    const link = await issueLink(db, "reset", {
      personId,
      credentialVersion: person.credential_version,
      starter: startedByItself("email.revert"),
    });
    await post(db, {
      personId,
      kind: "emailReverted",
      text: letters.emailReverted({ url: address.setPassword(link.token) }),
      requestId: request.id,
      linkId: link.id,
    });
    return {
      value: { email: right },
      told: toldInEach(places, { changes: [{ field: "email", from: wrong, to: right }] }),
    };
  },
});
