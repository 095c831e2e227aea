import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Email } from "@/lib/shapes/email";
import { findStaff } from "./find-staff";
import { updateStaff } from "./rows";
import { StaffRoles } from "./staff";

/** Gives one of the staff other roles, which count at their next click. */
export const changeStaffRoles = command("staff.change_roles", {
  input: z.strictObject({ email: Email, roles: StaffRoles }),
  refuses: ["not_staff"],
  async run({ db, input: { email, roles } }) {
    const { id, name, roles: before } = await findStaff(db, email);
    const [from, to] = [before.join(", "), roles.join(", ")];
    if (from === to) return { value: null, told: [] };
    await updateStaff(db, id, { roles });
    return { value: null, told: { logged: { id, name }, changes: [{ field: "roles", from, to }] } };
  },
});
