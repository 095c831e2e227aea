import { z } from "zod";

import { settings } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";

/** Sets how many days are between two clean-ups, at which closed accounts are purged: a year at most (P64); the database holds to it too. */
export const setCleanup = command("installation.set_cleanup", {
  input: z.strictObject({
    days: z.coerce
      .number("Give a number of days.")
      .int("Give whole days.")
      .min(1, "Closed accounts are purged once a day at most.")
      .max(365, "Closed accounts are purged within twelve months: give at most 365 days."),
  }),
  refuses: [],
  async run({ db, input: { days } }) {
    await db.update(settings).set({ cleanupEveryDays: days });
    return { value: null, told: { logged: { id: NO_ONE, name: null }, particulars: { days } } };
  },
});

/** It is about no account and none of the staff. */
const NO_ONE = "00000000-0000-0000-0000-000000000000";
