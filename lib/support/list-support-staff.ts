import { z } from "zod";

import { query } from "@/lib/gate/query";
import type { UserActor } from "@/lib/policy/actor";
import { staffWhoHelp } from "./staff-who-help";
import { SupportStaff } from "./support";

/** The staff an owner can ask in. */
export const listSupportStaff = query("support.list_staff", {
  input: z.strictObject({}),
  output: SupportStaff,
  refuses: [],
  async run({ db, me }) {
    const staff = await staffWhoHelp(db, me as UserActor);
    return { data: staff.map(({ id, name }) => ({ id, name })) };
  },
});
