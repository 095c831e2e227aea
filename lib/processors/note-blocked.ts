import { z } from "zod";

import { newId } from "@/lib/db/id";
import { reasons } from "@/lib/egress/blocked";
import { command } from "@/lib/gate/command";

const Reason = z.enum(Object.keys(reasons) as [keyof typeof reasons]);

/** Notes in the log of the installation that something was kept from leaving, so that the staff look for the mistake behind it (P44). */
export const noteBlocked = command("processor.note_blocked", {
  input: z.strictObject({
    reason: Reason,
    whom: z.string().max(300),
    what: z.string().max(100).optional(),
    times: z.int().positive(),
  }),
  refuses: [],
  run: async ({ input: { reason, whom, what, times } }) => ({
    value: null,
    told: {
      logged: { id: newId(), name: whom },
      particulars: { reason: reasons[reason], ...(what && { what }), times },
    },
  }),
});
