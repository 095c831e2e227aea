import { eq } from "drizzle-orm";
import { z } from "zod";

import { locations } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueueNotices } from "@/lib/notices/enqueue-notices";
import { When } from "@/lib/users/user";
import { LocationId } from "./location";

/**
 * Says that nothing is kept somewhere any more, from now on or from a day to come. What was, stays readable. One that was only
 * planned is called off by it, and the owners who were told of it are told of that too.
 */
export const endLocation = command("location.end", {
  input: z.strictObject({ locationId: LocationId, until: When.nullish().default(null) }),
  refuses: ["not_found"],
  async run({ db, input: { locationId, until }, now }) {
    const [row] = await db.select().from(locations).where(eq(locations.id, locationId));
    if (!row) throw new Failure("not_found");
    // One that was planned and is called off ends where it would have begun.
    const end = until ?? (row.since > now ? row.since : now);
    if (end < row.since)
      throw new Failure("invalid", { fields: { until: "It had not begun by then." } });
    const calledOff = end.getTime() === row.since.getTime();
    await db.update(locations).set({ until: end }).where(eq(locations.id, locationId));
    if (calledOff) await enqueueNotices(db, "location", locationId);
    return {
      value: null,
      told: {
        logged: { id: row.id, name: `${row.provider}, ${row.place}` },
        particulars: { what: row.what, until: end.toISOString() },
      },
    };
  },
});
