import { z } from "zod";

import { call, enterScope } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { emailOf } from "@/lib/people/rows";
import { openStaff } from "./rows";
import { StaffMember } from "./staff";

type Row = {
  id: string;
  person_id: string;
  name: Buffer;
  roles: string;
  created_at: Date;
  ended_at: Date | null;
};

/** The installation's own people, those who have left at the end. */
export const listStaff = query("staff.list", {
  input: z.strictObject({}),
  output: z
    .object({ data: z.array(StaffMember) })
    .meta({ id: "StaffList", description: "The installation's own people" }),
  refuses: [],
  async run({ db }) {
    const data: StaffMember[] = [];
    for (const row of await call<Row>(db, "staff_members")) {
      await enterScope(db, null, row.person_id);
      data.push({
        id: row.id,
        ...(await openStaff(db, row.person_id, row.id, row.name, row.roles)),
        email: await emailOf(db, row.person_id),
        since: row.created_at.toISOString(),
        endedAt: row.ended_at?.toISOString() ?? null,
      });
    }
    return { data };
  },
});
