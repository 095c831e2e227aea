import { z } from "zod";

import { journalErasure } from "@/lib/backups/journal";
import { NOBODY } from "@/lib/db/schema/traffic";
import { command } from "@/lib/gate/command";
import { voidLinks } from "@/lib/links/rows";
import { destroyPerson } from "@/lib/people/destroy-person";
import { everyPlaceOf } from "@/lib/people/rows";
import { endStaffSessions } from "@/lib/sessions/end";
import { Email } from "@/lib/shapes/email";
import { findStaff } from "./find-staff";
import { updateStaff } from "./rows";

/**
 * Takes someone off the staff: their sessions as staff end at once, and an invitation of theirs is worth nothing. As a
 * user of a customer's account they go on; whoever is none is gone, with all that was kept of them.
 */
export const removeStaff = command("staff.remove", {
  input: z.strictObject({ email: Email }),
  refuses: ["not_staff"],
  async run({ db, input: { email }, now }) {
    const { id, name, roles, personId } = await findStaff(db, email);
    await updateStaff(db, id, { ended: true });
    await voidLinks(db, { personId }, "staff-invitation");
    const ended = await endStaffSessions(db, personId);
    if (!(await everyPlaceOf(db, personId)).length) {
      await destroyPerson(db, personId);
      await journalErasure(db, { kind: "staff", accountId: NOBODY, objectId: id, personId }, now);
    }
    return {
      value: null,
      told: {
        logged: { id, name },
        changes: [{ field: "roles", from: roles.join(", "), to: null }],
        particulars: { ended },
      },
    };
  },
});
