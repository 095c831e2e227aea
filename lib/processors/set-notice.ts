import { z } from "zod";

import { newId } from "@/lib/db/id";
import { settings } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";

/** The floor, which the database holds to as well. */
export const LEAST_NOTICE = 14;

/** Sets how many days owners have to object to changes announced from now on. What was announced keeps the days it had. */
export const setNotice = command("processor.set_notice", {
  input: z.strictObject({
    days: z.coerce
      .number("Give a number of days.")
      .int("Give whole days.")
      .min(LEAST_NOTICE, `Owners have at least ${LEAST_NOTICE} days to object.`)
      .max(365, "Give at most 365 days."),
  }),
  refuses: [],
  async run({ db, input: { days } }) {
    const [before] = await db.select({ days: settings.noticeDays }).from(settings);
    await db.update(settings).set({ noticeDays: days });
    return {
      value: null,
      told: {
        logged: { id: newId(), name: null },
        changes: [{ field: "noticeDays", from: before!.days, to: days }],
      },
    };
  },
});
