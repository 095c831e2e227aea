import { z } from "zod";

import { startedByItself } from "@/lib/links/starter";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { personFor } from "@/lib/people/rows";
import { Email } from "@/lib/shapes/email";
import { Name } from "@/lib/users/user";
import { isStaff, writeStaff } from "./rows";
import { StaffRoles } from "./staff";
import { welcomeStaff } from "./welcome";

/**
 * Makes someone one of the installation's own people, from the command line. Someone without a password gets a letter
 * with a link to set one, which is told to the operator too; a customer's user may be of the staff as well.
 */
export const addStaff = command("staff.add", {
  input: z.strictObject({ email: Email, name: Name, roles: StaffRoles }),
  output: z.object({ staffId: z.uuid(), link: z.string().nullable() }),
  refuses: ["already_staff"],
  async run({ db, input: { email, name, roles }, request }) {
    const person = await personFor(db, null, email);
    if (await isStaff(db, person.id)) throw new Failure("already_staff");
    const staffId = await writeStaff(db, person.id, { name, roles });
    return {
      value: {
        staffId,
        link: await welcomeStaff(db, person, request.id, startedByItself("staff.add")),
      },
      told: {
        logged: { id: staffId, name },
        changes: [{ field: "roles", from: null, to: roles.join(", ") }],
      },
    };
  },
});
