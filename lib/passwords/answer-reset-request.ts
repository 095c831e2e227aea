import { z } from "zod";

import { command } from "@/lib/gate/command";
import { accountName } from "@/lib/accounts/rows";
import { enterScope } from "@/lib/db/scope";
import { inviterOf, startedByItself } from "@/lib/links/starter";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { isIn, peopledPlaces, toldInEach } from "@/lib/people/places";
import { findPerson } from "@/lib/people/rows";
import { loggedFor } from "@/lib/staff/logged-for";
import { welcomeStaff } from "@/lib/staff/welcome";
import { sendInvitation } from "@/lib/users/invitation";
import { Email } from "@/lib/shapes/email";
import { sendResetLink } from "./reset-link";

/**
 * Sends what fits the person behind an address: a reset link to someone active or of the staff, the invitation again to someone
 * invited, a word that they are paused to someone paused, nothing to nobody. Done by a job.
 */
export const answerResetRequest = command("password.answer_reset_request", {
  input: z.strictObject({ email: Email }),
  refuses: [],
  async run({ db, input: { email }, request }) {
    const person = await findPerson(db, email);
    if (!person) return { value: null, told: [] };
    const places = await peopledPlaces(db, person.id);
    const there = places.filter(isIn);
    const invited = places.find((place) => place.status === "invited");
    const paused = there.find((place) => place.status === "paused");
    const active = there.some(({ status }) => status === "active");
    await enterScope(db, null, person.id);
    const staff = await loggedFor(db, person.id);
    const byItself = startedByItself("password.answer_reset_request");
    if (staff.length && !person.password_hash) {
      await welcomeStaff(db, person, request.id, byItself);
    } else if (active || staff.length) {
      await sendResetLink(db, person, { by: null, starter: byItself, requestId: request.id });
    } else if (invited) {
      await enterScope(db, invited.accountId, person.id);
      const user = { accountId: invited.accountId, id: invited.user.id };
      const starter = await inviterOf(db, { ...user, personId: person.id });
      if (!starter) return { value: null, told: [] };
      const account = await accountName(db, invited.accountId);
      await sendInvitation(db, {
        ...{ person, user, account, inviter: null, starter },
        requestId: request.id,
      });
    } else if (paused) {
      await enterScope(db, paused.accountId, person.id);
      const account = await accountName(db, paused.accountId);
      await post(db, {
        personId: person.id,
        kind: "resetPaused",
        text: letters.resetPaused({ account }),
        requestId: request.id,
      });
    }
    return {
      value: null,
      told: [...toldInEach(invited && !active ? [...there, invited] : there), ...staff].map(
        ({ by: _nobodyKnown, ...told }) => told,
      ),
    };
  },
});
