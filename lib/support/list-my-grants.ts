import { and, eq } from "drizzle-orm";
import { z } from "zod";

import { supportGrants } from "@/lib/db/schema";
import { query } from "@/lib/gate/query";
import { pageOf, positionIn } from "@/lib/lists/newest-first";
import type { StaffActor } from "@/lib/policy/actor";
import { behind, placed } from "./page";
import { mostMinutes, readGrants } from "./rows";
import { MyGrants } from "./support";
import { myGrantView } from "./view";
import { Cursor } from "@/lib/lists/shapes";

/** One's own requests and accesses, as one of the support staff. */
export const listMyGrants = query("support.list_mine", {
  input: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: Cursor.optional(),
  }),
  output: MyGrants,
  refuses: [],
  async run({ db, me, input: { limit, cursor } }): Promise<MyGrants> {
    const { personId } = me as StaffActor;
    const bound = `support by ${personId}`;
    const after = await positionIn(db, bound, cursor);
    const rows = await readGrants(
      db,
      and(eq(supportGrants.personId, personId), behind(after)),
      limit + 1,
    );
    const { found, nextCursor } = await pageOf(
      db,
      bound,
      rows.map(placed),
      { limit, most: limit + 1, rare: false },
      (row) => myGrantView(me, row),
      ({ id }) => id,
    );
    return { data: found, nextCursor, mostMinutes: await mostMinutes(db) };
  },
});
