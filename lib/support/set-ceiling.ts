import { z } from "zod";

import { settings } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Minutes } from "./support";

/** Sets for how long an account can be open to support at most, whatever its owners agree to: a day or less (P50). */
export const setCeiling = command("support.set_ceiling", {
  input: z.strictObject({ minutes: Minutes }),
  refuses: [],
  async run({ db, input: { minutes } }) {
    const [was] = await db.select({ most: settings.supportCeilingMinutes }).from(settings);
    await db.update(settings).set({ supportCeilingMinutes: minutes });
    return {
      value: null,
      told: {
        logged: { id: null, name: null },
        changes: [{ field: "minutes", from: was!.most, to: minutes }],
      },
    };
  },
});
