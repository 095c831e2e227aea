import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { cleanSlate } from "./edit-webhook";
import { heldFor } from "./hold";
import { replay } from "./replay";
import { findWebhook, updateWebhook } from "./rows";
import { WebhookId } from "./webhook";

/**
 * Resumes an endpoint that was paused or disabled, with a clean slate. What is done with the messages held meanwhile must be
 * said: `replay` sends them all, in their order; `leave` keeps them held, to be replayed one by one or by range later.
 */
export const resumeWebhook = command("webhook.resume", {
  input: z.strictObject({
    webhookId: WebhookId,
    held: z.enum(["replay", "leave"], "Say whether the held messages are sent or left held."),
  }),
  output: z.object({ replayed: z.int(), held: z.int() }),
  refuses: ["webhook_active"],
  target: findWebhook,
  async run({ db, target, input, now }) {
    const { row } = target;
    if (row.state === "active") throw new Failure("webhook_active");
    await updateWebhook(db, row, {
      ...{ state: "active", stateSince: now, because: null },
      ...cleanSlate,
    });
    let replayed = 0;
    if (input.held === "replay") {
      for (let more = true; more;) {
        const some = await replay(db, row, { states: ["held"] });
        replayed += some.replayed;
        more = some.more;
      }
    }
    const held = await heldFor(db, row);
    return {
      value: { replayed, held },
      told: {
        object: target,
        changes: [{ field: "state", from: row.state, to: "active" }],
        particulars: { replayed, held },
      },
    };
  },
});
