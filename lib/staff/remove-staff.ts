import { z } from "zod";

import { command } from "@/lib/gate/command";
import { voidLinks } from "@/lib/links/rows";
import { endStaffSessions } from "@/lib/sessions/end";
import { Email } from "@/lib/users/user";
import { findStaff } from "./find-staff";
import { updateStaff } from "./rows";

/**
 * Takes someone off the staff: their sessions as staff end at once, and an invitation of theirs is worth nothing. As a
 * user of a customer's account they go on.
 */
export const removeStaff = command("staff.remove", {
  input: z.strictObject({ email: Email }),
  refuses: ["not_staff"],
  async run({ db, input: { email } }) {
    const { id, name, roles, personId } = await findStaff(db, email);
    await updateStaff(db, id, { ended: true });
    await voidLinks(db, { personId }, "staff-invitation");
    const ended = await endStaffSessions(db, personId);
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
