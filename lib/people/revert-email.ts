import { eq, sql } from "drizzle-orm";
import { z } from "zod";

import { persons } from "@/lib/db/schema";
import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { addressBlock, insist } from "@/lib/limits/limits";
import { newEmailOf, voidLaterWaysBack, voidPersonLinks } from "@/lib/links/rows";
import { hashToken } from "@/lib/links/token";
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
    const [link] = await call<{ id: string; person_id: string }>(
      db,
      "use_link",
      hashToken("link", input.token),
      ["email-revert"],
    );
    if (!link) throw new Failure("link_dead");
    const personId = link.person_id;
    const wrong = await emailOf(db, personId);
    const right = await newEmailOf(db, personId, link.id);
    const places = await rewriteEmail(db, personId, right);
    await db
      .update(persons)
      .set({ emailFrozenUntil: sql`now() + interval '3 days'` })
      .where(eq(persons.id, personId));
    await endPersonSessions(db, personId, "email");
    await voidLaterWaysBack(db, personId, link.id);
    await voidPersonLinks(db, personId, "email-confirm");
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
