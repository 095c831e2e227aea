import { z } from "zod";

import { inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { isIn, peopledPlaces, toldInEach } from "@/lib/people/places";
import { loggedFor } from "@/lib/staff/logged-for";
import { hashed } from "./check";
import { contextOf } from "./context";
import { proveAgain } from "./prove-again";
import { refuseWeakPassword } from "./refuse-weak-password";
import { replacePassword, tellOfNewPassword } from "./replace-password";

/**
 * Changes one's own password, which needs the present one (ASVS V6.2.3). All other sessions end, open links die, and
 * a letter says so. Refused with `wrong_password`, `password_refused`.
 */
export const changePassword = command("password.change", {
  input: z.strictObject({ current: z.string().max(2_000), password: z.string().max(2_000) }),
  refuses: ["wrong_password", "password_refused", "busy"],
  async prepare({ current, password }, me) {
    if (me.kind !== "user" && me.kind !== "staff") throw new Failure("unauthenticated");
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
      await enterScope(db, null, me.personId);
      return contextOf(db, me.personId);
    }, "read");
    await refuseWeakPassword(password, context);
    return hashed(password);
  },
  async run({ db, me, prepared: hash, request, now }) {
    if (me.kind !== "user" && me.kind !== "staff") throw new Failure("unauthenticated");
    await replacePassword(db, me.personId, hash, me.sessionId);
    await tellOfNewPassword(db, me.personId, request, now);
    const changes = { changes: [{ field: "password", from: "changed", to: "changed" }] };
    const logged = await loggedFor(db, me.personId, changes);
    const places = (await peopledPlaces(db, me.personId)).filter(isIn);
    return { value: null, told: [...logged, ...toldInEach(places, changes)] };
  },
});
