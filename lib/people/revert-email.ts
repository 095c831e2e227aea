import { eq, sql } from "drizzle-orm";
import { z } from "zod";

import { persons } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { addressBlock, insist } from "@/lib/limits/limits";
import { newEmailOf, voidLinks } from "@/lib/links/rows";
import { useLink } from "@/lib/links/use-link";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { endPersonSessions } from "@/lib/sessions/end";
import { toldInEach } from "./places";
import { rewriteEmail } from "./rewrite-email";
import { emailOf } from "./rows";

/**
 * The old address takes itself back, also when the password or the address itself was changed again since: all
 * sessions end, and the address cannot be changed again for three days, so that whoever changed it cannot do so at
 * once. Refused with `link_dead`, `address_taken`.
 */
export const revertEmail = command("email.revert", {
  input: z.strictObject({ token: z.string().max(200) }),
  prepare: (_input, _me, request) => insist("link from an address block", addressBlock(request.ip)),
  async run({ db, input, request }) {
    const { id: linkId, person_id: personId } = await useLink(db, input.token, "email-revert");
    const wrong = await emailOf(db, personId);
    const right = await newEmailOf(db, personId, linkId);
    const places = await rewriteEmail(db, personId, right);
    await db
      .update(persons)
      .set({ emailFrozenUntil: sql`now() + interval '3 days'` })
      .where(eq(persons.id, personId));
    await endPersonSessions(db, personId, "email");
    await voidLinks(db, { personId, after: linkId }, "email-revert");
    await voidLinks(db, { personId }, "email-confirm");
    await post(db, {
      personId,
      kind: "emailReverted",
      text: letters.emailReverted(),
      requestId: request.id,
    });
    return {
      value: { email: right },
      told: toldInEach(places, { changes: [{ field: "email", from: wrong, to: right }] }),
    };
  },
});
