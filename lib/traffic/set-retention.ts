import { z } from "zod";

import { newId } from "@/lib/db/id";
import { installationLog, settings } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";

/** The promise (P36, P37); the database holds to it too. */
export const LEAST_DAYS = 30;

/** Sets for how many days calls and deliveries are kept, in all accounts. The next clean-up drops what is older. */
export const setRetention = command("traffic.set_retention", {
  input: z.strictObject({
    days: z.coerce
      .number("Give a number of days.")
      .int("Give whole days.")
      .min(LEAST_DAYS, "Calls and deliveries are kept for at least 30 days.")
      .max(3_650, "Give at most 3650 days."),
  }),
  refuses: [],
  async run({ db, input: { days }, request }) {
    await db.update(settings).set({ callRetentionDays: days });
    await db.insert(installationLog).values({
      id: newId(),
      action: "traffic.set_retention",
      actorKind: "operator",
      requestId: request.id,
    });
    return { value: null, told: [] };
  },
});
