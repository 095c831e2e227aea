import { z } from "zod";

import { inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { voidPersonLinks } from "@/lib/links/rows";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { peopledPlaces, toldInEach } from "@/lib/people/places";
import { writePassword } from "@/lib/people/rows";
import { endPersonSessions } from "@/lib/sessions/end";
import { originOf } from "@/lib/sessions/origin";
import { hashed } from "./check";
import { contextOf } from "./context";
import { proveAgain } from "./prove-again";
import { refuseWeakPassword } from "./refuse-weak-password";

/**
 * Changes one's own password, which needs the present one (ASVS V6.2.3). All other sessions end, open links die, and
 * a letter says so. Refused with `wrong_password`, `password_refused`.
 */
export const changePassword = command("password.change", {
  input: z.strictObject({ current: z.string().max(2_000), password: z.string().max(2_000) }),
  async prepare({ current, password }, me) {
    if (me.kind !== "user") throw new Failure("unauthenticated");
    if (!(await proveAgain(me, current))) {
      throw new Failure("wrong_password", {
        fields: { current: "That is not your current password." },
      });
    }
    if (password === current) {
      throw new Failure("password_refused", {
        fields: { password: "This is your present password. Choose another one." },
      });
    }
    const context = await inTransaction(async (db) => {
      await enterScope(db, me.accountId, me.personId);
      return contextOf(db, me.personId);
    }, "read");
    await refuseWeakPassword(password, context);
    return hashed(password);
  },
  async run({ db, me, prepared: hash, request, now }) {
    if (me.kind !== "user") throw new Failure("unauthenticated");
    await writePassword(db, me.personId, hash);
    await endPersonSessions(db, me.personId, "password", me.sessionId);
    for (const purpose of ["reset", "email-confirm"] as const)
      await voidPersonLinks(db, me.personId, purpose);
    await post(db, {
      personId: me.personId,
      kind: "passwordChanged",
      text: letters.passwordChanged({
        when: `${now.toISOString().slice(0, 16).replace("T", " at ")} UTC`,
        place: originOf(request)?.place ?? null,
        url: address.forgotPassword(),
      }),
      requestId: request.id,
    });
    return {
      value: null,
      told: toldInEach(await peopledPlaces(db, me.personId), {
        changes: [{ field: "password", from: "changed", to: "changed" }],
      }),
    };
  },
});
